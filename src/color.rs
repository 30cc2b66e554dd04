//! Colours of ink and paper, and whether the eye can tell them apart.

use std::fmt;

/// An sRGB colour (IEC 61966-2-1), eight bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color {
    /// Red, green, blue.
    pub rgb: [u8; 3],
}

impl Color {
    /// Unprinted paper.
    pub const WHITE: Self = Self { rgb: [255; 3] };
    /// Full ink.
    pub const BLACK: Self = Self { rgb: [0; 3] };

    /// Reads `#0a4a4e`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text
            .strip_prefix('#')
            .filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Self {
            rgb: [channel(0)?, channel(2)?, channel(4)?],
        })
    }

    /// Relative luminance from 0 to 1, as WCAG 2.2 defines it.
    pub fn luminance(self) -> f32 {
        let linear = |channel: u8| {
            let c = f32::from(channel) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        let [red, green, blue] = self.rgb.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast ratio from 1 to 21, as WCAG 2.2 defines it.
    pub fn contrast(self, other: Self) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.rgb;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::Color;

    #[test]
    fn contrast_of_black_on_white() {
        assert!((Color::BLACK.contrast(Color::WHITE) - 21.0).abs() < 0.01);
        assert_eq!(Color::parse("#0a4a4e"), Some(Color { rgb: [10, 74, 78] }));
        assert_eq!(Color::parse("teal"), None);
    }
}
