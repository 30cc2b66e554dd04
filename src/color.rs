//! Colours of ink and paper, and whether the eye can tell them apart.

use std::fmt;

use crate::phrase::{Phrase, say};

/// An sRGB colour (IEC 61966-2-1), eight bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color {
    /// Red, green, blue.
    pub rgb: [u8; 3],
}

/// The contrast to white of a colour that is as good as black.
const NEARLY_BLACK: f32 = 12.0;

impl Color {
    /// Unprinted paper.
    pub const WHITE: Self = Self { rgb: [255; 3] };
    /// Full ink.
    pub const BLACK: Self = Self { rgb: [0; 3] };

    /// A grey from 0, black, to 255, white.
    pub const fn grey(level: u8) -> Self {
        Self { rgb: [level; 3] }
    }

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
        let [red, green, blue] = self.rgb.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The colour as a kind of eye or copier sees it.
    pub fn seen(self, vision: Vision) -> Self {
        let [red, green, blue] = self.rgb.map(f32::from);
        let rgb = match vision.matrix() {
            None => {
                // Rec. 601 luma, as office printers turn colour into grey.
                let grey = 0.299 * red + 0.587 * green + 0.114 * blue;
                return Self { rgb: [byte(grey); 3] };
            }
            Some(matrix) => {
                let linear = self.rgb.map(linear);
                matrix.map(|row| {
                    row.iter()
                        .zip(linear)
                        .map(|(share, light)| share * light)
                        .sum::<f32>()
                })
            }
        };
        Self {
            rgb: rgb.map(|light| byte(255.0 * gamma(light))),
        }
    }

    /// Whether it is as good as black, so that a press prints it with black ink alone: four inks that lie a hair beside each
    /// other blur small letters and the modules of symbols.
    pub fn is_nearly_black(self) -> bool {
        self.contrast(Self::WHITE) >= NEARLY_BLACK
    }

    /// Whether it has no hue.
    pub fn is_grey(self) -> bool {
        self.rgb.iter().all(|channel| *channel == self.rgb[0])
    }

    /// Contrast ratio from 1 to 21, as WCAG 2.2 defines it.
    pub fn contrast(self, other: Self) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

/// Other ways of seeing than with full colour vision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vision {
    /// Printed or copied without colour.
    Grey,
    /// Without red cones.
    Protanopia,
    /// Without green cones.
    Deuteranopia,
    /// Without blue cones.
    Tritanopia,
}

impl Vision {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Grey, Self::Protanopia, Self::Deuteranopia, Self::Tritanopia];

    /// As faults name it, after `contrast`.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Grey => say("in grey"),
            Self::Protanopia => say("to eyes without red (protanopia)"),
            Self::Deuteranopia => say("to eyes without green (deuteranopia)"),
            Self::Tritanopia => say("to eyes without blue (tritanopia)"),
        }
    }

    /// What each channel becomes in linear light, for a whole lack of one kind of cone: Machado,
    /// Oliveira and Fernandes, IEEE Transactions on Visualization and Computer Graphics 15(6), 2009.
    fn matrix(self) -> Option<[[f32; 3]; 3]> {
        match self {
            Self::Grey => None,
            Self::Protanopia => Some([
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ]),
            Self::Deuteranopia => Some([
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ]),
            Self::Tritanopia => Some([
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ]),
        }
    }
}

/// A channel in linear light, from 0 to 1 (IEC 61966-2-1).
fn linear(channel: u8) -> f32 {
    let c = f32::from(channel) / 255.0;
    if c <= 0.04045 {
        c / 12.92
    } else {
        ((c + 0.055) / 1.055).powf(2.4)
    }
}

/// Linear light as a channel from 0 to 1 (IEC 61966-2-1).
fn gamma(light: f32) -> f32 {
    let light = light.clamp(0.0, 1.0);
    if light <= 0.003_130_8 {
        light * 12.92
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a byte"
)]
fn byte(value: f32) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.rgb;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Color, Vision};

    #[test]
    fn colour_blind_eyes_and_copiers() {
        let red = Color::parse("#ff0000").unwrap();
        let green = Color::parse("#00a000").unwrap();
        assert!(red.contrast(Color::BLACK) > 5.0);
        let dim = red.seen(Vision::Protanopia).contrast(Color::BLACK);
        assert!(dim < 4.0, "red is dark without red cones: {dim}");
        for vision in Vision::ALL {
            for same in [Color::BLACK, Color::WHITE] {
                assert!(same.seen(vision).contrast(same) < 1.02, "{vision:?} of {same}");
            }
        }
        let (a, b) = (red.seen(Vision::Deuteranopia), green.seen(Vision::Deuteranopia));
        assert!(a.contrast(b) < red.contrast(green) + 1.0);
        assert_eq!(red.seen(Vision::Grey), Color::parse("#4c4c4c").unwrap());
    }

    #[test]
    fn contrast_of_black_on_white() {
        assert!((Color::BLACK.contrast(Color::WHITE) - 21.0).abs() < 0.01);
        assert_eq!(Color::parse("#0a4a4e"), Some(Color { rgb: [10, 74, 78] }));
        assert_eq!(Color::parse("teal"), None);
    }
}
