//! QR symbols (ISO/IEC 18004) and what may stand in them.
//!
//! The crate `qrcode` is named here alone.

use std::fmt;

use qrcode::{Color, EcLevel, QrCode};

use crate::hotline::{Channel, Hotline, host_of};
use crate::phone::is_separator;
use crate::serial::{self, Serial};

/// Clear space on each side, in modules (ISO/IEC 18004 asks for four).
pub const QUIET_ZONE_MODULES: f32 = 4.0;

/// The smallest side that phones read from a hand's distance, in millimetres.
pub const LEAST_SIDE_MM: f32 = 18.0;

/// The smallest module that a 300 dpi printer holds (four dots), in millimetres.
pub const LEAST_MODULE_MM: f32 = 0.33;

/// What the text of an audit symbol begins with. It is no scheme that a phone knows, so a scan opens nothing.
const AUDIT: &str = serial::SCANNED;

/// Modules of an audit symbol from side to side, its quiet zone counted: it is of version 1.
pub const AUDIT_MODULES: f32 = 21.0 + 2.0 * QUIET_ZONE_MODULES;

/// What a symbol says. There is no way to make one but from the hotline record, or from a serial.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Payload(String);

/// What of a record a symbol opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// One of its channels.
    Channel(Channel),
    /// Another plain page on its host.
    Page,
}

/// A square of modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What it says.
    pub payload: Payload,
    /// Modules on a side.
    pub width: usize,
    /// Row by row from the upper left; `true` is dark.
    pub dark: Vec<bool>,
}

impl Payload {
    /// The shortest form for a channel of the record: `tel:` with the full number, `sms:` without a
    /// body, `https:` on the record's own host.
    pub fn of(hotline: &Hotline, channel: Channel) -> Option<Self> {
        match channel {
            Channel::Call => Some(Self(format!("tel:{}", hotline.voice.number))),
            Channel::Text => hotline
                .text
                .as_ref()
                .map(|text| Self(format!("sms:{}", text.code))),
            Channel::Chat => hotline.chat.as_ref().map(|chat| Self(chat.url.clone())),
        }
    }

    /// What of a record the text of anybody's symbol opens: a channel, also where its number or code is spelled in
    /// another way, or a plain page of the record's host. `None` for what is not of the record.
    pub fn opens(hotline: &Hotline, text: &str) -> Option<Opens> {
        let channels = [Channel::Call, Channel::Text, Channel::Chat];
        let exact = |channel: &Channel| Self::of(hotline, *channel).is_some_and(|known| known.0 == text);
        if let Some(channel) = channels.into_iter().find(exact) {
            return Some(Opens::Channel(channel));
        }
        let (scheme, rest) = text.split_once(':')?;
        match scheme.to_ascii_lowercase().as_str() {
            "tel" => {
                let sound = rest.chars().all(|c| c.is_ascii_digit() || is_separator(c));
                (sound && hotline.voice.number.is_written(rest)).then_some(Opens::Channel(Channel::Call))
            }
            // Without words to send: those could be anything.
            "sms" | "smsto" => {
                let code = hotline.text.as_ref().map(|text| text.code.as_str());
                (code == Some(rest.trim_end_matches(':'))).then_some(Opens::Channel(Channel::Text))
            }
            _ => {
                let bare = |host: &str| host.trim_start_matches("www.").to_owned();
                let host = host_of(text).map(bare)?;
                (hotline.host.as_deref().map(bare) == Some(host)).then_some(Opens::Page)
            }
        }
    }

    /// What an audit symbol says: `MP:` and the nine characters of a serial.
    pub fn of_serial(serial: Serial) -> Self {
        Self(format!("{AUDIT}{}", serial.to_string().replace('-', "")))
    }

    /// The serial that the text of anybody's symbol is the audit symbol of; none for every other text.
    pub fn serial(text: &str) -> Option<Serial> {
        let serial = Serial::parse(text.strip_prefix(AUDIT)?).ok()?;
        (Self::of_serial(serial).0 == text).then_some(serial)
    }

    /// The text of the symbol.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Symbol {
    /// Encodes a payload with error correction Q, which survives a quarter of the symbol.
    pub fn of(payload: Payload) -> Option<Self> {
        let code = QrCode::with_error_correction_level(payload.as_str(), EcLevel::Q).ok()?;
        let dark = code
            .to_colors()
            .into_iter()
            .map(|color| color == Color::Dark)
            .collect();
        Some(Self {
            width: code.width(),
            dark,
            payload,
        })
    }

    /// Dark stretches of each row: column, row and length, in modules from the upper left.
    pub fn stretches(&self) -> Vec<(usize, usize, usize)> {
        let mut stretches = Vec::new();
        for (row, modules) in self.dark.chunks(self.width).enumerate() {
            let mut column = 0;
            while column < modules.len() {
                let length = modules[column..].iter().take_while(|dark| **dark).count();
                if length > 0 {
                    stretches.push((column, row, length));
                }
                column += length.max(1);
            }
        }
        stretches
    }
}

#[cfg(test)]
impl Symbol {
    /// A symbol of any text, for tests of reading.
    pub(crate) fn sample(text: &str) -> Self {
        Self::of(Payload(text.to_owned())).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::{AUDIT_MODULES, Payload, QUIET_ZONE_MODULES, Symbol};
    use crate::serial::Serial;

    #[test]
    fn every_audit_symbol_is_of_one_size() {
        let serials = (0..500).map(|number: u32| Serial::of(&[&number.to_string()]));
        for serial in serials {
            let symbol = Symbol::of(Payload::of_serial(serial)).unwrap();
            assert!(
                symbol.width as f32 == AUDIT_MODULES - 2.0 * QUIET_ZONE_MODULES,
                "{serial}"
            );
        }
    }

    #[test]
    fn the_text_of_an_audit_symbol() {
        let serial = Serial::of(&["oak-grove"]);
        let text = Payload::of_serial(serial).to_string();
        assert_eq!(text.len(), 12);
        assert_eq!(Payload::serial(&text), Some(serial));
        let printed = serial.to_string();
        for other in [
            printed.clone(),
            format!("MP:{printed}"),
            text.to_lowercase(),
            format!("{text} "),
            format!("{text}/"),
            text.replacen("MP:", "tel:", 1),
            text[..11].to_owned(),
        ] {
            assert_eq!(Payload::serial(&other), None, "{other}");
        }
    }
}
