//! Versions of plugins and what a configuration asks of them, in Maven's notation, as `connector.plugin.version` has it.
//!
//! The order is that of Maven's POM reference, "Version Order Specification".

use std::{cmp::Ordering, fmt};

/// A version, comparable.
#[derive(Clone, Debug)]
pub(super) struct Version {
    text: String,
    tokens: Vec<Token>,
}

/// One part of a version, with what separates it from the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    hyphen: bool,
    part: Part,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Number(String),
    Qualifier(String),
}

impl Version {
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), tokens: trimmed(tokens(text)) }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let length = self.tokens.len().max(other.tokens.len());
        (0..length)
            .map(|index| match (self.tokens.get(index), other.tokens.get(index)) {
                (Some(a), Some(b)) => a.cmp(b),
                (Some(a), None) => a.cmp(&a.padding()),
                (None, Some(b)) => b.padding().cmp(b),
                (None, None) => Ordering::Equal,
            })
            .find(|order| *order != Ordering::Equal)
            .unwrap_or(Ordering::Equal)
    }
}

impl Token {
    /// What a version that is shorter has in this place.
    fn padding(&self) -> Self {
        let part = if self.hyphen { Part::Qualifier(String::new()) } else { Part::Number("0".to_owned()) };
        Self { hyphen: self.hyphen, part }
    }

    fn is_null(&self) -> bool {
        match &self.part {
            Part::Number(digits) => digits.bytes().all(|digit| digit == b'0'),
            Part::Qualifier(name) => matches!(&**name, "" | "final" | "ga" | "release"),
        }
    }

    /// A qualifier before `-1` before `.1`.
    fn rank(&self) -> u8 {
        match (&self.part, self.hyphen) {
            (Part::Qualifier(_), _) => 0,
            (Part::Number(_), true) => 1,
            (Part::Number(_), false) => 2,
        }
    }

    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.part, &other.part) {
            (Part::Number(a), Part::Number(b)) if self.hyphen == other.hyphen => {
                let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
                a.len().cmp(&b.len()).then_with(|| a.cmp(b))
            }
            (Part::Qualifier(a), Part::Qualifier(b)) => weight(a).cmp(&weight(b)),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

/// The known qualifiers in their order, then all others by name.
fn weight(qualifier: &str) -> (usize, &str) {
    const KNOWN: [&str; 7] = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];
    let known = match qualifier {
        "cr" => "rc",
        "final" | "ga" | "release" => "",
        other => other,
    };
    KNOWN.iter().position(|name| *name == known).map_or((KNOWN.len(), qualifier), |place| (place, ""))
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut part = String::new();
    let mut hyphen = false;
    for char in text.to_lowercase().chars() {
        let turns = part.chars().last().is_some_and(|last| last.is_ascii_digit() != char.is_ascii_digit());
        if matches!(char, '.' | '-') {
            tokens.push(token(hyphen, std::mem::take(&mut part), false));
            hyphen = char == '-';
        } else if turns {
            tokens.push(token(hyphen, std::mem::take(&mut part), char.is_ascii_digit()));
            hyphen = true;
            part.push(char);
        } else {
            part.push(char);
        }
    }
    tokens.push(token(hyphen, part, false));
    tokens
}

fn token(hyphen: bool, part: String, before_digit: bool) -> Token {
    let part = if part.is_empty() {
        Part::Number("0".to_owned())
    } else if part.starts_with(|first: char| first.is_ascii_digit()) {
        Part::Number(part)
    } else {
        Part::Qualifier(match (&*part, before_digit) {
            ("a", true) => "alpha".to_owned(),
            ("b", true) => "beta".to_owned(),
            ("m", true) => "milestone".to_owned(),
            _ => part,
        })
    };
    Token { hyphen, part }
}

/// Without what means nothing, at the end and before every hyphen.
fn trimmed(tokens: Vec<Token>) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::new();
    for token in tokens {
        if token.hyphen {
            trim_end(&mut kept);
        }
        kept.push(token);
    }
    trim_end(&mut kept);
    kept
}

fn trim_end(tokens: &mut Vec<Token>) {
    while tokens.len() > 1 && tokens.last().is_some_and(Token::is_null) {
        tokens.pop();
    }
}

/// Whether a text asks for versions in a way that can be understood.
///
/// # Errors
/// Maven's message.
pub(crate) fn check(text: &str) -> Result<(), String> {
    Requirement::parse(Some(text)).map(drop)
}

/// The versions that a configuration asks for: `1.0` and `[1.0]` are exactly that one, `[1.0,2.0)` a range.
#[derive(Clone, Debug)]
pub(super) struct Requirement(Vec<Restriction>);

#[derive(Clone, Debug)]
struct Restriction {
    lower: Option<Version>,
    lower_included: bool,
    upper: Option<Version>,
    upper_included: bool,
}

impl Requirement {
    /// What a text asks for (`PluginUtils.connectorVersionRequirement`): `latest` is any version.
    ///
    /// # Errors
    /// Maven's message.
    pub(super) fn parse(text: Option<&str>) -> Result<Option<Self>, String> {
        let Some(text) = text.filter(|text| *text != "latest") else { return Ok(None) };
        let text = text.trim_matches(|c| c <= ' ');
        match ranges(text)? {
            Some(ranges) => Ok(Some(Self(ranges))),
            None => ranges(&format!("[{text}]")).map(|ranges| ranges.map(Self)),
        }
    }

    pub(super) fn allows(&self, version: &str) -> bool {
        let version = Version::new(version);
        self.0.iter().any(|restriction| restriction.allows(&version))
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, restriction) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            restriction.fmt(f)?;
        }
        Ok(())
    }
}

impl Restriction {
    fn allows(&self, version: &Version) -> bool {
        let above = self.lower.as_ref().is_none_or(|lower| match lower.cmp(version) {
            Ordering::Less => true,
            Ordering::Equal => self.lower_included,
            Ordering::Greater => false,
        });
        let below = self.upper.as_ref().is_none_or(|upper| match upper.cmp(version) {
            Ordering::Greater => true,
            Ordering::Equal => self.upper_included,
            Ordering::Less => false,
        });
        above && below
    }

    fn parse(spec: &str) -> Result<Self, String> {
        let (lower_included, upper_included) = (spec.starts_with('['), spec.ends_with(']'));
        let inner = spec.get(1..spec.len().saturating_sub(1)).unwrap_or_default().trim();
        let version = |text: &str| (!text.is_empty()).then(|| Version::new(text));
        let Some((lower, upper)) = inner.split_once(',') else {
            if !lower_included || !upper_included {
                return Err(format!("Single version must be surrounded by []: {spec}"));
            }
            let exact = Some(Version::new(inner));
            return Ok(Self { lower: exact.clone(), lower_included, upper: exact, upper_included });
        };
        let (lower, upper) = (version(lower.trim()), version(upper.trim()));
        if let (Some(lower), Some(upper)) = (&lower, &upper) {
            let wrong = match upper.cmp(lower) {
                Ordering::Less => true,
                Ordering::Equal => !lower_included || !upper_included,
                Ordering::Greater => false,
            };
            if wrong {
                return Err(format!("Range defies version ordering: {spec}"));
            }
        }
        Ok(Self { lower, lower_included, upper, upper_included })
    }
}

impl fmt::Display for Restriction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |version: &Option<Version>| version.as_ref().map(ToString::to_string).unwrap_or_default();
        let (open, close) = (if self.lower_included { '[' } else { '(' }, if self.upper_included { ']' } else { ')' });
        write!(f, "{open}{},{}{close}", text(&self.lower), text(&self.upper))
    }
}

/// The ranges of a text; `None` if it is a bare version.
fn ranges(spec: &str) -> Result<Option<Vec<Restriction>>, String> {
    let mut found: Vec<Restriction> = Vec::new();
    let mut rest = spec;
    while rest.starts_with(['[', '(']) {
        let Some(end) = rest.find([')', ']']) else { return Err(format!("Unbounded range: {spec}")) };
        let restriction = Restriction::parse(rest.get(..=end).unwrap_or_default())?;
        if let Some(before) = found.last().and_then(|last| last.upper.as_ref())
            && restriction.lower.as_ref().is_none_or(|lower| lower < before)
        {
            return Err(format!("Ranges overlap: {spec}"));
        }
        found.push(restriction);
        rest = rest.get(end + 1..).unwrap_or_default().trim();
        rest = rest.strip_prefix(',').map_or(rest, str::trim);
    }
    if rest.is_empty() && !found.is_empty() {
        return Ok(Some(found));
    }
    if found.is_empty() {
        return Ok(None);
    }
    Err(format!("Only fully-qualified sets allowed in multiple set scenario: {spec}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_in_mavens_order() {
        let ordered = [
            "1-alpha",
            "1-beta",
            "1-milestone",
            "1-rc",
            "1-snapshot",
            "1",
            "1-sp",
            "1-foo",
            "1-1",
            "1.1",
            "1.2",
            "1.10",
        ];
        for pair in ordered.windows(2) {
            assert!(Version::new(pair[0]) < Version::new(pair[1]), "{} is not before {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn what_means_nothing_does_not_count() {
        for (a, b) in
            [("1", "1.0"), ("1.0.0", "1"), ("1.ga", "1"), ("1-a1", "1-alpha-1"), ("1cr", "1rc"), ("1.0-final", "1")]
        {
            assert_eq!(Version::new(a), Version::new(b));
        }
    }
}
