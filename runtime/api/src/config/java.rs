//! Java's grammar of numbers and blanks, and Java's text of a double: what Kafka's parser accepts and prints.

/// The digit zero of every script in the basic plane; nine more follow each (`Character.digit`).
const ZEROS: [u32; 37] = [
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
    0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
];

/// `String.trim`: takes away what is not above U+0020, and leaves Unicode's other blanks.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|char| char <= ' ')
}

/// `Long.parseLong`: a sign and decimal digits of any script.
pub(super) fn parse_long(text: &str) -> Option<i64> {
    let ascii: Option<String> = text
        .chars()
        .enumerate()
        .map(|(index, char)| if index == 0 && matches!(char, '+' | '-') { Some(char) } else { ascii_digit(char) })
        .collect();
    ascii?.parse().ok()
}

fn ascii_digit(char: char) -> Option<char> {
    let code = u32::from(char);
    ZEROS.iter().find_map(|zero| code.checked_sub(*zero).and_then(|digit| char::from_digit(digit, 10)))
}

/// `Double.parseDouble` of a trimmed text: `NaN`, `Infinity`, a suffix `d` or `f`, hexadecimal with a binary exponent.
pub(super) fn parse_double(text: &str) -> Option<f64> {
    let (negative, number) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let magnitude = match number {
        "NaN" => f64::NAN,
        "Infinity" => f64::INFINITY,
        _ => {
            let digits = number.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(number);
            match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
                Some(hex) => parse_hex(hex)?,
                // Rust's grammar is wider in one place only: the names of the special values.
                None if digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') => {
                    digits.parse().ok()?
                }
                None => return None,
            }
        }
    };
    Some(if negative { -magnitude } else { magnitude })
}

/// `1.8p3`: hexadecimal digits and a power of two.
fn parse_hex(text: &str) -> Option<f64> {
    let (mantissa, exponent) = text.split_once(['p', 'P'])?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() {
        return None;
    }
    let mut value = 0.0;
    for digit in digits.chars() {
        value = value * 16.0 + f64::from(digit.to_digit(16)?);
    }
    let shift = i32::try_from(fraction.len()).ok()?.checked_mul(4)?;
    Some(value * 2f64.powi(exponent.parse::<i32>().ok()?.checked_sub(shift)?))
}

/// `Double.toString`: `1.0`, `1.0E10`.
pub(super) fn double_text(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if value == 0.0 || (1e-3..1e7).contains(&value.abs()) {
        return format!("{value:?}");
    }
    let text = format!("{value:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let point = if mantissa.contains('.') { "" } else { ".0" };
    format!("{mantissa}{point}E{exponent}")
}

/// The order in which a `HashSet` of these texts is walked: by bucket, then by insertion.
pub(super) fn hash_set_order(mut texts: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    texts.retain(|text| seen.insert(text.clone()));
    let mut buckets = 16_usize;
    while texts.len() * 4 > buckets * 3 {
        buckets *= 2;
    }
    texts.sort_by_key(|text| {
        let hash = text.encode_utf16().fold(0_u32, |hash, unit| hash.wrapping_mul(31).wrapping_add(u32::from(unit)));
        usize::try_from(hash ^ (hash >> 16)).unwrap_or_default() & (buckets - 1)
    });
    texts
}
