//! Java's grammar of numbers and blanks, and Java's text of a double: what Kafka's parser accepts and prints.

/// The digit zero of every script in the basic plane; nine more follow each (`Character.digit`).
const ZEROS: [u32; 37] = [
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
    0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
];

/// `String.trim`: takes away what is not above U+0020, and leaves Unicode's other blanks.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|char| char <= ' ')
}

/// `Long.parseLong`: a sign and decimal digits of any script.
pub(super) fn parse_long(text: &str) -> Option<i64> {
    if text.is_ascii() {
        return text.parse().ok();
    }
    let ascii: Option<String> = text
        .chars()
        .enumerate()
        .map(|(index, char)| if index == 0 && matches!(char, '+' | '-') { Some(char) } else { ascii_digit(char) })
        .collect();
    ascii?.parse().ok()
}

/// `Character.digit` as an ASCII digit: of a decimal digit of any script in the basic plane.
pub(crate) fn ascii_digit(char: char) -> Option<char> {
    let code = u32::from(char);
    ZEROS.iter().find_map(|zero| code.checked_sub(*zero).and_then(|digit| char::from_digit(digit, 10)))
}

/// `Double.parseDouble` of a trimmed text: `NaN`, `Infinity`, a suffix `d` or `f`, hexadecimal with a binary exponent.
pub(crate) fn parse_double(text: &str) -> Option<f64> {
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

/// `1.8p3`: hexadecimal digits and a power of two, rounded once, to the nearest and then to the even.
fn parse_hex(text: &str) -> Option<f64> {
    let (mantissa, exponent) = text.split_once(['p', 'P'])?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    // The digits as far as they fit, and whether anything but zeros was left out behind them.
    let (mut digits, mut more) = (0_u64, false);
    let mut exponent = parse_exponent(exponent)?;
    for digit in whole.chars().chain(fraction.chars()) {
        let digit = u64::from(digit.to_digit(16)?);
        if digits >> 60 == 0 {
            digits = digits << 4 | digit;
        } else {
            more |= digit != 0;
            exponent += 4;
        }
    }
    exponent -= i64::try_from(fraction.len()).ok()?.checked_mul(4)?;
    Some(scaled(digits, more, exponent))
}

/// A sign and ASCII digits; what is too large for any double stays so.
fn parse_exponent(text: &str) -> Option<i64> {
    const HUGE: i64 = i64::MAX / 4;
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let magnitude = digits.parse().unwrap_or(HUGE).min(HUGE);
    Some(if text.starts_with('-') { -magnitude } else { magnitude })
}

/// The double nearest to `digits` and a bit `more`, times two to the power of `exponent`.
fn scaled(digits: u64, more: bool, exponent: i64) -> f64 {
    const LEAST: i64 = -1022;
    if digits == 0 {
        return 0.0;
    }
    let shift = digits.leading_zeros();
    let top = exponent.saturating_add(63 - i64::from(shift));
    if top > 1023 {
        return f64::INFINITY;
    }
    // 53 bits; fewer below the least normal number.
    let Ok(kept) = u32::try_from(53 - LEAST.saturating_sub(top).max(0)) else { return 0.0 };
    let wide = u128::from(digits << shift) << 1 | u128::from(more);
    let dropped = 65 - kept;
    let (half, rest) = (1_u128 << (dropped - 1), wide & ((1 << dropped) - 1));
    let mut bits = u64::try_from(wide >> dropped).unwrap_or_default();
    bits += u64::from(rest > half || (rest == half && bits & 1 == 1));
    // The implicit bit of a normal number adds one to the exponent, and so does a carry.
    let exponent = u64::try_from(top - LEAST).unwrap_or_default();
    f64::from_bits((exponent << 52) + bits)
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
    let mut text = format!("{value:e}");
    // Of the numbers with two digits the nearest, where one digit would do: 4.9E-324.
    if !text.contains('.') {
        let two = format!("{value:.1e}");
        text = if two.parse() == Ok(value) { two } else { text };
    }
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
