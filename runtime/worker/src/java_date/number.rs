//! Whole numbers as Java's `NumberFormat.getIntegerInstance` reads them.

/// The number that begins at `at`, and where it ends. It may be negative, and `2E3` is two thousand. Too large a number is
/// cut off as Java's `intValue` does.
pub(super) fn number(text: &[char], at: usize) -> Option<(i64, usize)> {
    if text.get(at..at + 3) == Some(&['N', 'a', 'N']) {
        return Some((0, at + 3));
    }
    let (negative, digits_at) = sign(text, at);
    let (digits, end) = digits(text, digits_at);
    if digits.is_empty() {
        return None;
    }
    let exponent = (text.get(end) == Some(&'E')).then(|| exponent(text, end + 1)).flatten();
    let (exponent, end) = exponent.unwrap_or((0, end));
    let sign = if negative { "-" } else { "" };
    let value = whole(&digits, exponent).and_then(|digits| format!("{sign}{digits}").parse::<i64>().ok());
    Some((value.map_or_else(|| saturated(&format!("{sign}{digits}E{exponent}")), low_half), end))
}

fn sign(text: &[char], at: usize) -> (bool, usize) {
    let negative = text.get(at) == Some(&'-');
    (negative, at + usize::from(negative))
}

fn digits(text: &[char], at: usize) -> (String, usize) {
    let digits: String = text.iter().skip(at).take_while(|char| char.is_ascii_digit()).collect();
    let end = at + digits.len();
    (digits, end)
}

fn exponent(text: &[char], at: usize) -> Option<(i64, usize)> {
    let (negative, at) = sign(text, at);
    let (digits, end) = digits(text, at);
    let number: i64 = digits.parse().ok()?;
    Some((if negative { -number } else { number }, end))
}

/// The digits of the number, if it is a whole one.
fn whole(digits: &str, exponent: i64) -> Option<String> {
    if digits.bytes().all(|digit| digit == b'0') {
        return Some("0".to_owned());
    }
    if let Ok(zeros) = usize::try_from(exponent) {
        // Longer ones are not among the numbers of 64 bits anyway.
        return (zeros <= 20).then(|| digits.to_owned() + &"0".repeat(zeros));
    }
    let cut = digits.len().checked_sub(usize::try_from(exponent.unsigned_abs()).ok()?)?;
    let (kept, fraction) = digits.split_at_checked(cut)?;
    (!kept.is_empty() && fraction.bytes().all(|digit| digit == b'0')).then(|| kept.to_owned())
}

/// `Long.intValue`.
fn low_half(number: i64) -> i64 {
    let low = number & 0xffff_ffff;
    if low >= 0x8000_0000 { low - 0x1_0000_0000 } else { low }
}

/// `Double.intValue`.
fn saturated(number: &str) -> i64 {
    let number: f64 = number.parse().unwrap_or_default();
    let limited = number.clamp(f64::from(i32::MIN), f64::from(i32::MAX)).trunc();
    format!("{limited:.0}").parse().unwrap_or_default()
}
