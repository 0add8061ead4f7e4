//! Zones as Java reads them.

use super::parse::same_letters;

const GMT: &str = "GMT";
const UTC: [&str; 2] = ["Coordinated Universal Time", "UTC"];

/// The offset in milliseconds that begins at `at`, and where it ends: `+0100`, `GMT+01:00`, `GMT`. `UTC` is the zone that
/// is there already, and says no offset.
///
/// Java also knows the names of all zones of the earth, in the languages it has, and takes the first that fits; and it
/// keeps the zone for the next text. Such a name is refused here.
pub(super) fn named(text: &[char], at: usize) -> Option<(Option<i64>, usize)> {
    let said = |(offset, end)| (Some(offset), end);
    if let Some(sign) = sign(text, at) {
        return numeric(text, at + 1, sign, 0, false).map(said);
    }
    if same_letters(text, at, GMT) {
        let after = at + GMT.len();
        return match sign(text, after) {
            Some(sign) => numeric(text, after + 1, sign, 0, true).map(said),
            None => Some((Some(0), after)),
        };
    }
    UTC.iter().find(|name| same_letters(text, at, name)).map(|name| (None, at + name.len()))
}

/// The same of `Z`, `+01`, `+0100` or `+01:00`, by the count of letters.
pub(super) fn iso(text: &[char], at: usize, count: usize) -> Option<(i64, usize)> {
    if text.get(at) == Some(&'Z') {
        return Some((0, at + 1));
    }
    numeric(text, at + 1, sign(text, at)?, count, count == 3)
}

fn sign(text: &[char], at: usize) -> Option<i64> {
    match text.get(at)? {
        '+' => Some(1),
        '-' => Some(-1),
        _ => None,
    }
}

/// `subParseNumericZone`: a count of 1 is hours alone, and 0 is no count.
fn numeric(text: &[char], at: usize, sign: i64, count: usize, colon: bool) -> Option<(i64, usize)> {
    let digit = |at: usize| text.get(at).and_then(|char| char.to_digit(10)).map(i64::from);
    let mut hours = digit(at)?;
    let mut at = at + 1;
    if let Some(second) = digit(at) {
        hours = hours * 10 + second;
        at += 1;
    } else if count > 0 || !colon || text.get(at).is_none() {
        return None;
    }
    if hours > 23 {
        return None;
    }
    let mut minutes = 0;
    if count != 1 {
        if colon {
            if text.get(at) != Some(&':') {
                return None;
            }
            at += 1;
        }
        minutes = digit(at)? * 10 + digit(at + 1)?;
        at += 2;
        if minutes > 59 {
            return None;
        }
    }
    Some((sign * (hours * 60 + minutes) * 60_000, at))
}
