//! The ICC profile of a press that nobody owns: made from a plain formula, in the smallest form that ICC.1 allows.

use mileposter::diag::Diagnostics;
use mileposter::profile::Profile;

/// Points along each side of the tables: from colours to inks, and from inks to colours.
const COLORS: u16 = 9;
const INKS: u16 = 5;

/// The profile, read.
pub(crate) fn press() -> Profile {
    let mut diags = Diagnostics::default();
    let profile = Profile::read(&mut diags, "press.icc", press_bytes());
    assert!(!diags.has_errors(), "{diags:#?}");
    profile.unwrap()
}

/// The file.
pub(crate) fn press_bytes() -> Vec<u8> {
    profile(b"prtr", b"CMYK")
}

/// A file of a class and colour space.
pub(crate) fn profile(class: &[u8; 4], space: &[u8; 4]) -> Vec<u8> {
    let tags: [(&[u8; 4], Vec<u8>); 5] = [
        (b"desc", description("Press of the tests")),
        (b"cprt", b"text\0\0\0\0CC0\0".to_vec()),
        (b"wtpt", white()),
        (b"A2B0", table(4, 3, INKS, seen)),
        (b"B2A0", table(3, 4, COLORS, mixed)),
    ];
    let start = 132 + 12 * tags.len();
    let (mut list, mut data) = (Vec::new(), Vec::new());
    list.extend(u32::try_from(tags.len()).unwrap().to_be_bytes());
    for (name, tag) in tags {
        list.extend(name);
        list.extend(u32::try_from(start + data.len()).unwrap().to_be_bytes());
        list.extend(u32::try_from(tag.len()).unwrap().to_be_bytes());
        data.extend(tag);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut file = vec![0; 128];
    let size = u32::try_from(start + data.len()).unwrap();
    file[0..4].copy_from_slice(&size.to_be_bytes());
    file[8..12].copy_from_slice(&[2, 0x10, 0, 0]);
    file[12..16].copy_from_slice(class);
    file[16..20].copy_from_slice(space);
    file[20..24].copy_from_slice(b"Lab ");
    for (at, part) in [2026_u16, 1, 1, 0, 0, 0].iter().enumerate() {
        file[24 + 2 * at..26 + 2 * at].copy_from_slice(&part.to_be_bytes());
    }
    file[36..40].copy_from_slice(b"acsp");
    file[68..80].copy_from_slice(&white()[8..]);
    file.extend(list);
    file.extend(data);
    file
}

fn description(name: &str) -> Vec<u8> {
    let mut tag = b"desc\0\0\0\0".to_vec();
    tag.extend(u32::try_from(name.len() + 1).unwrap().to_be_bytes());
    tag.extend(name.as_bytes());
    // No Unicode and no Macintosh name.
    tag.extend([0; 1 + 8 + 3 + 67]);
    tag
}

/// The white of D50.
fn white() -> Vec<u8> {
    let mut tag = b"XYZ \0\0\0\0".to_vec();
    for value in [0x0000_F6D6_u32, 0x0001_0000, 0x0000_D32D] {
        tag.extend(value.to_be_bytes());
    }
    tag
}

/// A table of bytes (`mft1`): `to` values for every point of a grid with `from` axes, the last of which runs fastest.
fn table(from: u8, to: u8, points: u16, value: fn(&[f64]) -> Vec<f64>) -> Vec<u8> {
    let mut tag = b"mft1\0\0\0\0".to_vec();
    tag.extend([from, to, u8::try_from(points).unwrap(), 0]);
    for row in 0..3 {
        for column in 0..3 {
            // One, in units of 1/65536.
            let one = u32::from(row == column) << 16;
            tag.extend(one.to_be_bytes());
        }
    }
    let straight = |channels: u8| (0..channels).flat_map(|_| 0..=255_u8);
    tag.extend(straight(from));
    let step = |number: u16| f64::from(number) / f64::from(points - 1);
    for number in 0..points.pow(u32::from(from)) {
        let along = (0..from)
            .rev()
            .map(|axis| step(number / points.pow(u32::from(axis)) % points));
        let values = value(&along.collect::<Vec<_>>());
        tag.extend(values.into_iter().map(byte));
    }
    tag.extend(straight(to));
    tag
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a byte"
)]
fn byte(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// What inks look like, as L*a*b* in bytes.
fn seen(inks: &[f64]) -> Vec<f64> {
    let light = |ink: f64| ((1.0 - ink) * (1.0 - inks[3])).powf(2.2);
    let [red, green, blue] = [inks[0], inks[1], inks[2]].map(light);
    // Primaries of sRGB under D50.
    let x = 0.4361 * red + 0.3851 * green + 0.1431 * blue;
    let y = 0.2225 * red + 0.7169 * green + 0.0606 * blue;
    let z = 0.0139 * red + 0.0971 * green + 0.7142 * blue;
    let [x, y, z] = [x / 0.9642, y, z / 0.8249].map(|share| {
        if share > 0.008_856 {
            share.cbrt()
        } else {
            7.787 * share + 16.0 / 116.0
        }
    });
    let lab = [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)];
    vec![lab[0] / 100.0, (lab[1] + 128.0) / 255.0, (lab[2] + 128.0) / 255.0]
}

/// Which inks make a colour: as much black as all three have in common.
fn mixed(lab: &[f64]) -> Vec<f64> {
    let (l, a, b) = (lab[0] * 100.0, lab[1] * 255.0 - 128.0, lab[2] * 255.0 - 128.0);
    let middle = (l + 16.0) / 116.0;
    let [x, y, z] = [middle + a / 500.0, middle, middle - b / 200.0].map(|root| {
        if root > 0.206_9 {
            root.powi(3)
        } else {
            (root - 16.0 / 116.0) / 7.787
        }
    });
    let (x, z) = (x * 0.9642, z * 0.8249);
    let red = 3.1339 * x - 1.6169 * y - 0.4906 * z;
    let green = -0.9788 * x + 1.9161 * y + 0.0335 * z;
    let blue = 0.0719 * x - 0.2290 * y + 1.4052 * z;
    let inks = [red, green, blue].map(|light| 1.0 - light.clamp(0.0, 1.0).powf(1.0 / 2.2));
    let black = inks.into_iter().fold(1.0, f64::min);
    let rest = |ink: f64| {
        if black < 1.0 {
            (ink - black) / (1.0 - black)
        } else {
            0.0
        }
    };
    vec![rest(inks[0]), rest(inks[1]), rest(inks[2]), black]
}
