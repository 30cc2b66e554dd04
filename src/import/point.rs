//! Degrees as people and devices write them.

/// Degrees from a decimal number or from degrees, minutes and seconds, with the letter of a direction before or behind; north and
/// east positive.
pub(super) fn degrees(text: &str) -> Option<f64> {
    let upper = text.trim().to_uppercase().replace('−', "-");
    let letter = upper
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect::<String>();
    let turned = match letter.as_str() {
        "" | "N" | "E" => 1.0,
        "S" | "W" => -1.0,
        _ => return None,
    };
    let is_minus = upper.starts_with('-');
    let mut numbers = Vec::new();
    let parts = upper.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')));
    for part in parts.filter(|part| !part.is_empty()) {
        numbers.push(decimal(part)?);
    }
    let (degrees, minutes, seconds) = match numbers.as_slice() {
        [degrees] => (*degrees, 0.0, 0.0),
        [degrees, minutes] => (*degrees, *minutes, 0.0),
        [degrees, minutes, seconds] => (*degrees, *minutes, *seconds),
        _ => return None,
    };
    let inner_minus = upper.get(1..).is_some_and(|rest| rest.contains('-'));
    if minutes >= 60.0 || seconds >= 60.0 || inner_minus {
        return None;
    }
    let value = degrees + minutes / 60.0 + seconds / 3600.0;
    // A number alone stays to the last digit; sums are good to a tenth of a metre.
    let value = if numbers.len() == 1 {
        value
    } else {
        (value * 1e6).round() / 1e6
    };
    Some(if is_minus { -value } else { value * turned })
}

/// A number with a point, or with a comma in its place.
fn decimal(text: &str) -> Option<f64> {
    if text.matches(',').count() > 1 || (text.contains(',') && text.contains('.')) {
        return None;
    }
    text.replace(',', ".").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::degrees;

    #[test]
    fn many_ways_to_write_degrees() {
        for (text, meant) in [
            ("44.235759", Some(44.235_759)),
            ("-123.060537", Some(-123.060_537)),
            ("45° 12' N", Some(45.2)),
            ("45°12'30\"S", Some(-45.208_333)),
            ("W 123.5", Some(-123.5)),
            ("44,2357", Some(44.2357)),
            ("45 61 0", None),
            ("north", None),
            ("1,234.5", None),
            ("", None),
            ("1-2", None),
        ] {
            assert_eq!(degrees(text), meant, "{text}");
        }
    }
}
