//! What an SVG file asks for, before anything of it is drawn: elements that cannot be printed, and bombs.
//!
//! A few lines can ask for more than any machine has room for: entities inside entities, elements a million deep, a
//! `use` of what uses others, an arc to a point so far away that it becomes millions of curves. SVG 2 is cited by its
//! chapters.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use usvg::roxmltree::{Document, Node};

use super::undrawn;
use crate::code;
use crate::diag::{Diagnostic, Diagnostics, shown};
use crate::phrase::{Phrase, say};
use crate::source::{Source, Span};

/// How deep elements may lie inside each other; each step takes its share of the stack.
const DEEPEST: usize = 64;

/// The most that a drawing may become, each element with its attributes counted as often as it is drawn, in bytes.
const MOST: usize = 4 << 20;

/// What an element weighs beside its attributes, in bytes.
const ELEMENT: usize = 64;

/// The most rules of a style sheet, in bytes: each is held against each element.
const LONGEST_STYLE: usize = 32 << 10;

/// The most digits before the point of a number of a path.
const MOST_DIGITS: usize = 6;

/// Elements that are drawn, or that others refer to (SVG 2, chapters 5, 9, 10, 14).
const KNOWN: [&str; 26] = [
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "switch",
    "a",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "clipPath",
    "style",
    "title",
    "desc",
    "metadata",
    "view",
    "linearGradient",
    "radialGradient",
    "pattern",
    "mask",
    "filter",
    "marker",
];

/// Elements whose content is drawn nowhere by itself, so that nothing in it needs to be known.
const APART: [&str; 9] = [
    "metadata",
    "title",
    "desc",
    "linearGradient",
    "radialGradient",
    "pattern",
    "mask",
    "filter",
    "marker",
];

/// Reports what cannot be printed and what is a bomb; whether nothing was found.
pub(super) fn check(diags: &mut Diagnostics, source: &Arc<Source>, document: &Document<'_>) -> bool {
    let mut checker = Checker {
        diags,
        source,
        ids: document
            .descendants()
            .filter_map(|node| Some((node.attribute("id")?, node)))
            .collect(),
        told: BTreeSet::new(),
    };
    if !checker.is_shallow(document) {
        return false;
    }
    checker.element(document.root_element());
    let sound = checker.told.is_empty();
    sound && checker.is_light(document)
}

/// The place of a part of a document: the head of an element, or its first characters.
pub(super) fn place(source: &Arc<Source>, node: Node<'_, '_>) -> Span {
    let start = node.range().start;
    let name = 1 + node.tag_name().name().len();
    let end = (start + name).min(source.text.len());
    let end = (start..=end).rev().find(|at| source.text.is_char_boundary(*at));
    Span::new(source, start..end.unwrap_or(start))
}

struct Checker<'a, 'd, 's> {
    diags: &'d mut Diagnostics,
    source: &'s Arc<Source>,
    ids: BTreeMap<&'a str, Node<'a, 'a>>,
    /// What was told already: each kind of fault once, at its first place.
    told: BTreeSet<String>,
}

impl<'a> Checker<'a, '_, '_> {
    /// Tells a fault unless one of its kind was told.
    fn tell(&mut self, kind: &str, fault: Diagnostic) {
        if self.told.insert(kind.to_owned()) {
            self.diags.push(fault);
        }
    }

    fn place(&self, node: Node<'_, '_>) -> Span {
        place(self.source, node)
    }

    fn is_shallow(&mut self, document: &Document<'_>) -> bool {
        // Ancestors are counted only until there are too many.
        let deep = document
            .descendants()
            .find(|node| node.ancestors().nth(DEEPEST + 1).is_some());
        if let Some(node) = deep {
            let message = say("elements of the drawing lie more than {most} deep inside each other")
                .with("most", DEEPEST);
            self.diags.push(
                Diagnostic::new(code::TOO_DEEP, message)
                    .at(&self.place(node))
                    .hint(say("ungroup the drawing in the drawing program and save it anew")),
            );
        }
        deep.is_none()
    }

    /// An element and what lies in it; elements of other programs' own are passed over, as they are never drawn.
    fn element(&mut self, node: Node<'a, 'a>) {
        let name = node.tag_name().name();
        let foreign = node.tag_name().namespace().is_some_and(|space| space != SVG);
        if !node.is_element() || foreign {
            return;
        }
        if !KNOWN.contains(&name) {
            let (message, hint) = unknown(name);
            let fault = undrawn(message, &self.place(node)).hint(hint);
            self.tell(name, fault);
        }
        if name == "style" {
            self.style(node);
        }
        if name == "use" {
            self.link(node);
        }
        if let Some(id) = node.attribute("id")
            && self.ids.get(id) != Some(&node)
        {
            let message = say("two elements have the id `{id}`").with("id", shown(id));
            let fault = undrawn(message, &self.place(node)).hint(plain());
            self.tell("id", fault);
        }
        for attribute in node.attributes() {
            self.references(node, attribute.value());
            if attribute.name() == "d" && !has_small_numbers(attribute.value()) {
                let message = say("a path goes to a point farther away than {most} digits tell")
                    .with("most", MOST_DIGITS);
                let fault = Diagnostic::new(code::TOO_LARGE, message).at(&self.place(node));
                self.tell("d", fault.hint(say("draw it smaller and save it anew")));
            }
        }
        if !APART.contains(&name) {
            node.children().for_each(|child| self.element(child));
        }
    }

    fn style(&mut self, node: Node<'a, 'a>) {
        let text: String = node.children().filter_map(|child| child.text()).collect();
        if text.len() > LONGEST_STYLE {
            let message = say("the style sheet has more than {most} KB").with("most", LONGEST_STYLE >> 10);
            let fault = Diagnostic::new(code::TOO_LARGE, message).at(&self.place(node));
            self.tell("style", fault.hint(plain()));
        }
        self.references(node, &text);
    }

    /// What a `use` refers to must stand in the same file.
    fn link(&mut self, node: Node<'a, 'a>) {
        if target(&self.ids, node).is_none() {
            let message = say("a `use` refers to what is not in the file");
            let fault = undrawn(message, &self.place(node));
            self.tell("link", fault.hint(plain()));
        }
    }

    /// Each `url(#id)` of a value must lead to what is drawn plainly.
    fn references(&mut self, node: Node<'a, 'a>, value: &str) {
        for id in references(value) {
            let found = id.strip_prefix('#').and_then(|id| self.ids.get(id));
            let Some(found) = found else {
                let message = say("`{id}` refers to what is not in the file").with("id", shown(id));
                let fault = undrawn(message, &self.place(node)).hint(plain());
                self.tell("lost", fault);
                continue;
            };
            let name = found.tag_name().name();
            if name == "clipPath" {
                continue;
            }
            let (message, hint) = unprinted(name);
            let fault = undrawn(message, &self.place(node));
            let fault = fault.with(say("what it refers to"), &self.place(*found));
            self.tell(name, fault.hint(hint));
        }
    }

    /// Whether the drawing does not become too large, each part counted as often as it is drawn.
    fn is_light(&mut self, document: &Document<'_>) -> bool {
        let mut known = BTreeMap::new();
        let elements = || document.descendants().filter(Node::is_element);
        let mut weight = weigh(&self.ids, &mut known, document.root_element(), DEEPEST);
        // What a style sheet refers to may stand at every element.
        let styles = elements().filter(|node| node.tag_name().name() == "style");
        let texts = styles
            .flat_map(|node| node.children())
            .filter_map(|child| child.text());
        for clip in texts
            .flat_map(references)
            .filter_map(|id| self.ids.get(id.strip_prefix('#')?))
        {
            let clip = weigh(&self.ids, &mut known, *clip, DEEPEST);
            let times = elements().count();
            weight = weight
                .zip(clip)
                .map(|(all, clip)| all.saturating_add(clip.saturating_mul(times)));
        }
        if weight.is_some_and(|weight| weight <= MOST) {
            return true;
        }
        let message = match weight {
            Some(_) => say("the drawing unfolds to more than {most} MB").with("most", MOST >> 20),
            None => say("parts of the drawing use each other in a circle, or too deep"),
        };
        let place = place(self.source, document.root_element());
        self.diags
            .push(Diagnostic::new(code::TOO_LARGE, message).at(&place).hint(say(
                "simplify its paths in the drawing program, or save it as PNG",
            )));
        false
    }
}

/// The namespace of SVG.
const SVG: &str = "http://www.w3.org/2000/svg";

fn plain() -> Phrase {
    say("save it as plain SVG in the drawing program")
}

/// What cannot be drawn of an unknown element, and its cure.
fn unknown(name: &str) -> (Phrase, Phrase) {
    match name {
        "text" => (
            say("the drawing has text, which would need its face"),
            say("convert text to outlines in the drawing program, or save as PNG"),
        ),
        "image" => (
            say("the drawing has a picture in it"),
            say("trace the picture in the drawing program, or save all of it as PNG"),
        ),
        _ => (
            say("the drawing has an element `{name}`, which is not printed").with("name", shown(name)),
            plain(),
        ),
    }
}

/// What cannot be printed of what an element refers to, and its cure.
fn unprinted(name: &str) -> (Phrase, Phrase) {
    let message = match name {
        "linearGradient" | "radialGradient" => say("the drawing has a gradient, and colours are flat"),
        "pattern" => say("the drawing has a pattern, and colours are flat"),
        "mask" => say("the drawing has a mask"),
        "filter" => say("the drawing has a filter, such as a shadow or blur"),
        "marker" => say("the drawing has markers on its lines"),
        _ => say("the drawing refers to an element `{name}` that is no colour").with("name", shown(name)),
    };
    (
        message,
        say("use flat colours and plain shapes in the drawing program, or save as PNG"),
    )
}

/// What each `url(…)` of a value refers to.
fn references(value: &str) -> impl Iterator<Item = &str> {
    let parts = value.split("url(").skip(1);
    let inside = parts.map(|part| part.split(')').next().unwrap_or_default());
    inside.map(|id| id.trim_matches(|c: char| c.is_whitespace() || "'\"".contains(c)))
}

/// The element that a `use` draws.
fn target<'a>(ids: &BTreeMap<&'a str, Node<'a, 'a>>, node: Node<'a, 'a>) -> Option<Node<'a, 'a>> {
    let link = node
        .attributes()
        .find(|attribute| attribute.name() == "href")
        .and_then(|attribute| attribute.value().trim().strip_prefix('#'))?;
    ids.get(link).copied()
}

/// Whether no number has more digits before its point than a drawing needs, and none an exponent that makes it larger.
fn has_small_numbers(path: &str) -> bool {
    let numbers = path.split(|c: char| !c.is_ascii_digit() && c != '.');
    let digits = |number: &str| number.split('.').next().map_or(0, str::len);
    let grows = path
        .match_indices(['e', 'E'])
        .any(|(at, _)| !path[at + 1..].starts_with('-'));
    !grows && numbers.map(digits).all(|digits| digits <= MOST_DIGITS)
}

/// What an element becomes, in bytes. `None` where elements draw themselves, or lie too deep.
fn weigh<'a>(
    ids: &BTreeMap<&'a str, Node<'a, 'a>>,
    known: &mut BTreeMap<u32, Option<usize>>,
    node: Node<'a, 'a>,
    depth: usize,
) -> Option<usize> {
    let number = node.id().get();
    if let Some(weight) = known.get(&number) {
        return *weight;
    }
    // While it is open it has no weight: who comes back to it draws itself.
    known.insert(number, None);
    let depth = depth.checked_sub(1)?;
    let attributes = node.attributes();
    let own: usize = attributes.map(|attribute| attribute.value().len()).sum();
    let clips = node
        .attributes()
        .flat_map(|attribute| references(attribute.value()));
    let clips = clips.filter_map(|id| ids.get(id.strip_prefix('#')?));
    let used = (node.tag_name().name() == "use")
        .then(|| target(ids, node))
        .flatten();
    let inside: Vec<Node<'a, 'a>> = node.children().filter(Node::is_element).collect();
    let mut weight = own.saturating_add(ELEMENT);
    for part in inside.into_iter().chain(clips.copied()).chain(used) {
        weight = weight.saturating_add(weigh(ids, known, part, depth)?);
    }
    known.insert(number, Some(weight));
    Some(weight)
}

#[cfg(test)]
mod tests {
    use super::has_small_numbers;

    #[test]
    fn numbers_of_a_path() {
        assert!(has_small_numbers("M6 10a1.5.5 0 014 0.123456789z"));
        assert!(has_small_numbers("M1.2e-4 123456.789"));
        assert!(!has_small_numbers("M6 10a6 6 0 0 1 1e9 12"));
        assert!(!has_small_numbers("M6 1234567"));
    }
}
