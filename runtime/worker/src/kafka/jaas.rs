//! `sasl.jaas.config`: the one login module that Kafka's clients take.

use std::collections::BTreeMap;

/// A login module with its options. Options hold passwords: there is no `Debug`.
pub(super) struct LoginModule {
    pub(super) class: String,
    pub(super) options: BTreeMap<String, String>,
}

/// Reads `<class> <flag> <key>=<value> … ;`, with Java's quoting and comments (`JaasConfig`).
///
/// # Errors
/// What is wrong, in Kafka's words; no option's value is part of it.
pub(super) fn parse(text: &str) -> Result<LoginModule, String> {
    let mut tokens = Tokens { rest: text.chars().collect::<Vec<_>>().into_iter().peekable() };
    let class = tokens.word().ok_or("Login module not specified in JAAS config")?;
    let flag = tokens.word().ok_or("Login module control flag not specified in JAAS config")?;
    if !["required", "requisite", "sufficient", "optional"].contains(&flag.to_ascii_lowercase().as_str()) {
        return Err("Invalid login module control flag in JAAS config".to_owned());
    }
    let mut options = BTreeMap::new();
    loop {
        match tokens.next() {
            Some(Token::Symbol(';')) => break,
            Some(Token::Word(key)) => {
                let (Some(Token::Symbol('=')), Some(value)) = (tokens.next(), tokens.word()) else {
                    return Err(format!("Value not specified for key '{key}' in JAAS config"));
                };
                options.insert(key, value);
            }
            _ => return Err("JAAS config entry not terminated by semi-colon".to_owned()),
        }
    }
    if tokens.next().is_some() {
        return Err("JAAS config property contains more than one login module".to_owned());
    }
    Ok(LoginModule { class, options })
}

/// The options of the one login module, for whoever logs in elsewhere with the same ones.
///
/// # Errors
/// As [`parse`].
pub(crate) fn options(text: &str) -> Result<BTreeMap<String, String>, String> {
    parse(text).map(|module| module.options)
}

#[derive(PartialEq)]
enum Token {
    Word(String),
    Symbol(char),
}

/// What `java.io.StreamTokenizer` makes of the text, as `JaasConfig` sets it up.
struct Tokens {
    rest: std::iter::Peekable<std::vec::IntoIter<char>>,
}

impl Tokens {
    fn word(&mut self) -> Option<String> {
        match self.next()? {
            Token::Word(word) => Some(word),
            Token::Symbol(_) => None,
        }
    }

    fn next(&mut self) -> Option<Token> {
        loop {
            let c = self.rest.next()?;
            match c {
                c if c <= ' ' => {}
                '/' if self.rest.peek() == Some(&'/') => while self.rest.next_if(|c| *c != '\n').is_some() {},
                '/' if self.rest.peek() == Some(&'*') => {
                    self.rest.next();
                    let mut star = false;
                    for c in self.rest.by_ref() {
                        if star && c == '/' {
                            break;
                        }
                        star = c == '*';
                    }
                }
                '"' | '\'' => return Some(Token::Word(self.quoted(c))),
                ';' | '=' => return Some(Token::Symbol(c)),
                // Java takes fewer characters without quotes; taking them is kinder than its complaint about a value
                // that is "not specified".
                c => {
                    let mut word = String::from(c);
                    while let Some(c) = self.rest.next_if(|c| *c > ' ' && !matches!(c, ';' | '=' | '"' | '\'')) {
                        word.push(c);
                    }
                    return Some(Token::Word(word));
                }
            }
        }
    }

    /// Up to the closing quote, with C's escapes.
    fn quoted(&mut self, quote: char) -> String {
        let mut text = String::new();
        while let Some(c) = self.rest.next() {
            if c == quote {
                break;
            }
            if c != '\\' {
                text.push(c);
                continue;
            }
            match self.rest.next() {
                None => break,
                Some(digit @ '0'..='7') => {
                    let mut code = digit.to_digit(8).unwrap_or_default();
                    let most = if digit <= '3' { 2 } else { 1 };
                    for _ in 0..most {
                        let Some(next) = self.rest.next_if(|c| ('0'..='7').contains(c)) else { break };
                        code = code * 8 + next.to_digit(8).unwrap_or_default();
                    }
                    text.extend(char::from_u32(code));
                }
                Some(escaped) => text.push(match escaped {
                    'a' => '\u{7}',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'v' => '\u{b}',
                    other => other,
                }),
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(text: &str) -> Vec<(String, String)> {
        parse(text).map(|module| module.options.into_iter().collect()).unwrap()
    }

    #[test]
    fn quotes_escapes_and_line_breaks_are_javas() {
        let text = "a.B required\n  username=\"alice\"  // who\n  password='s3\\'c\\\"r\\145t;=\\t' /* what */ ;";
        assert_eq!(options(text), [("password".into(), "s3'c\"ret;=\t".into()), ("username".into(), "alice".into())]);
    }

    #[test]
    fn mistakes_are_kafkas_and_hold_no_value() {
        let error = |text: &str| parse(text).err().unwrap();
        assert_eq!(error(""), "Login module not specified in JAAS config");
        assert_eq!(error("a.B"), "Login module control flag not specified in JAAS config");
        assert_eq!(error("a.B needed;"), "Invalid login module control flag in JAAS config");
        assert_eq!(error("a.B required password=\"hidden\""), "JAAS config entry not terminated by semi-colon");
        assert_eq!(error("a.B required password=;"), "Value not specified for key 'password' in JAAS config");
        assert_eq!(error("a.B required; a.C required;"), "JAAS config property contains more than one login module");
    }
}
