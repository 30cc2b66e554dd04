//! By which operator and operands a colour is written: as screens mix it, or as a press prints it (32000, 8.6.8).

use crate::color::Color;
use crate::setup::Finish;

/// Name of the colour of marks in a page's resources.
pub(super) const EVERY_INK: &str = "All";

/// A colour as it is written, from 0 to 1 each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Inks {
    /// Red, green, blue.
    Rgb([f32; 3]),
    /// From black to white: on the plate of black alone.
    Grey([f32; 1]),
    /// Cyan, magenta, yellow, black.
    Cmyk([f32; 4]),
}

impl Inks {
    /// What a colour is written with.
    pub(super) fn of(color: Color, finish: &Finish) -> Self {
        match (finish, finish.profile()) {
            (_, Some(profile)) => Self::Cmyk(profile.inks(color).map(|share| f32::from(share) / 100.0)),
            (Finish::Press(_), None) if color.is_nearly_black() => Self::Grey([0.0]),
            (Finish::Press(_), None) if color.is_grey() => Self::Grey([thousandths(color.rgb[0])]),
            (_, None) => Self::Rgb(color.rgb.map(thousandths)),
        }
    }

    /// The operator for fills and the operands.
    pub(super) fn fill(&self) -> (&'static str, &[f32]) {
        match self {
            Self::Rgb(light) => ("rg", light),
            Self::Grey(light) => ("g", light),
            Self::Cmyk(inks) => ("k", inks),
        }
    }

    /// The operator for strokes and the operands.
    pub(super) fn stroke(&self) -> (&'static str, &[f32]) {
        match self {
            Self::Rgb(light) => ("RG", light),
            Self::Grey(light) => ("G", light),
            Self::Cmyk(inks) => ("K", inks),
        }
    }
}

fn thousandths(channel: u8) -> f32 {
    (f32::from(channel) / 255.0 * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::Inks;
    use crate::color::Color;
    use crate::setup::Finish;

    #[test]
    fn black_is_black_ink_alone_in_print_shops() {
        let ink = Color::parse("#10302f").unwrap();
        let teal = Color::parse("#0a6a6e").unwrap();
        let press = Finish::Press(None);
        assert_eq!(Inks::of(ink, &press), Inks::Grey([0.0]));
        assert_eq!(Inks::of(Color::WHITE, &press), Inks::Grey([1.0]));
        assert_eq!(Inks::of(Color::grey(102), &press), Inks::Grey([0.4]));
        assert_eq!(Inks::of(teal, &press), Inks::Rgb([0.039, 0.416, 0.431]));
        assert_eq!(Inks::of(ink, &Finish::Home), Inks::Rgb([0.063, 0.188, 0.184]));
    }
}
