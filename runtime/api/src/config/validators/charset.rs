//! Names of character sets.

use encoding_rs::Encoding;

use super::{
    super::types::{Invalid, Parsed},
    text::{each_text, refused},
    validator::Validator,
};

/// The character sets that the `encoding_rs` crate reads, by their names, sorted.
pub const CHARSETS: &[&str] = &[
    "Big5",
    "EUC-JP",
    "EUC-KR",
    "GBK",
    "IBM866",
    "ISO-2022-JP",
    "ISO-8859-10",
    "ISO-8859-13",
    "ISO-8859-14",
    "ISO-8859-15",
    "ISO-8859-16",
    "ISO-8859-2",
    "ISO-8859-3",
    "ISO-8859-4",
    "ISO-8859-5",
    "ISO-8859-6",
    "ISO-8859-7",
    "ISO-8859-8",
    "ISO-8859-8-I",
    "KOI8-R",
    "KOI8-U",
    "Shift_JIS",
    "UTF-16BE",
    "UTF-16LE",
    "UTF-8",
    "gb18030",
    "macintosh",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "windows-874",
    "x-mac-cyrillic",
];

/// The name of a character set, in any case and by any of its labels; of a LIST, every element (connect-utils'
/// `validCharset`).
///
/// Known are those of the WHATWG's Encoding Standard, which `encoding_rs` implements: `ISO-8859-1` and `US-ASCII` are labels
/// of `windows-1252` there. connect-utils shows a list of allowed ones and lets others through; here it is kept to.
#[derive(Clone, Copy, Debug)]
pub struct ValidCharset {
    /// The valid character sets, by any of their labels; all that are known if there are none.
    pub allowed: &'static [&'static str],
}

impl ValidCharset {
    /// Any that is known.
    pub const ANY: Self = Self { allowed: &[] };
}

impl Validator for ValidCharset {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        each_text(value, "Must be a string or list.", |text| match charset(text) {
            Some(named)
                if self.allowed.is_empty() || self.allowed.iter().any(|label| charset(label) == Some(named)) =>
            {
                Ok(())
            }
            _ => Err(refused(text, "Charset is invalid.")),
        })
    }

    fn describe(&self) -> String {
        let allowed = if self.allowed.is_empty() { CHARSETS } else { self.allowed };
        let quoted: Vec<_> = allowed.iter().map(|name| format!("'{name}'")).collect();
        format!("Valid values: {}", quoted.join(", "))
    }
}

fn charset(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label_no_replacement(label.as_bytes())
}
