//! Reads X's rule language.
//!
//! `a b` is AND and binds tighter than `OR`; parentheses group; `-` negates one operator; `"…"` is a phrase;
//! `name:value` is an operator. See <https://docs.x.com/x-api/posts/filtered-stream/integrate/build-a-rule>.

use std::{iter::Peekable, str::CharIndices};

use super::terms::terms;

/// Why a rule is refused. X answers it as `details` of an `invalid-rules` problem.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// The rule has no text.
    #[error("rule is empty; write a keyword, such as `kafka`")]
    Empty,
    /// The rule is longer than the app may use.
    #[error("rule has {chars} characters, the limit is {limit}")]
    TooLong {
        /// Its length.
        chars: usize,
        /// The longest allowed.
        limit: usize,
    },
    /// The app has as many rules as it may.
    #[error("the app has {limit} rules, which is its limit; delete some first")]
    TooMany {
        /// The largest number allowed.
        limit: usize,
    },
    /// A rule with the same value exists.
    #[error("the rule exists under the id {id}")]
    Duplicate {
        /// The existing rule's id.
        id: String,
    },
    /// The text is not a rule.
    #[error("{message} (at position {position})")]
    Syntax {
        /// What is wrong.
        message: String,
        /// Where, in characters from 1.
        position: usize,
    },
    /// Nothing in the rule may stand alone.
    #[error("`is:`, `has:`, `lang:` and negated operators need a keyword or another standalone operator beside them")]
    NotStandalone,
}

/// A rule as a tree.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    All(Vec<Expr>),
    Any(Vec<Expr>),
    Not(Term),
    Is(Term),
}

/// One operator with its value in lower case.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Term {
    /// A keyword or a phrase: these terms, next to each other.
    Phrase(Vec<String>),
    Hashtag(String),
    Cashtag(String),
    Mention(String),
    From(String),
    To(String),
    RetweetsOf(String),
    Conversation(String),
    InReplyToPost(String),
    RetweetOfPost(String),
    QuoteOfPost(String),
    Url(Vec<String>),
    Context(String),
    Entity(String),
    Place(String),
    PlaceCountry(String),
    Lang(String),
    Has(Has),
    Kind(Kind),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Has {
    Hashtags,
    Cashtags,
    Links,
    Mentions,
    Media,
    Images,
    Videos,
    Geo,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Retweet,
    Reply,
    Quote,
    Verified,
    Nullcast,
}

impl Expr {
    /// Reads a rule.
    pub(crate) fn parse(rule: &str) -> Result<Self, RuleError> {
        if rule.trim().is_empty() {
            return Err(RuleError::Empty);
        }
        let mut parser = Parser { chars: rule.char_indices().peekable(), rule, depth: 0 };
        let expr = parser.any()?;
        if let Some(at) = parser.next_at() {
            return Err(parser.error(at, "`)` without `(`"));
        }
        if expr.stands_alone() { Ok(expr) } else { Err(RuleError::NotStandalone) }
    }

    fn stands_alone(&self) -> bool {
        match self {
            Self::All(parts) => parts.iter().any(Self::stands_alone),
            Self::Any(parts) => parts.iter().all(Self::stands_alone),
            Self::Not(_) => false,
            Self::Is(term) => !matches!(term, Term::Lang(_) | Term::Has(_) | Term::Kind(_)),
        }
    }
}

struct Parser<'a> {
    chars: Peekable<CharIndices<'a>>,
    rule: &'a str,
    depth: usize,
}

impl Parser<'_> {
    fn any(&mut self) -> Result<Expr, RuleError> {
        let mut parts = vec![self.all()?];
        while self.rest().is_some_and(starts_with_or) {
            self.chars.next();
            self.chars.next();
            parts.push(self.all()?);
        }
        Ok(single(parts, Expr::Any))
    }

    fn all(&mut self) -> Result<Expr, RuleError> {
        let mut parts = Vec::new();
        while let Some(at) = self.next_at() {
            if self.rest().is_some_and(starts_with_or) || self.peek() == Some(')') {
                break;
            }
            parts.push(self.unary(at)?);
        }
        if parts.is_empty() {
            let at = self.next_at().unwrap_or(self.rule.len());
            return Err(self.error(at, "a keyword or an operator is missing here"));
        }
        Ok(single(parts, Expr::All))
    }

    fn unary(&mut self, at: usize) -> Result<Expr, RuleError> {
        if !self.eat('-') {
            return self.primary(at);
        }
        match self.peek() {
            Some('(') => Err(self.error(at, "`-` negates a single operator, not a group; negate each part of it")),
            None => Err(self.error(at, "`-` must be followed by an operator")),
            Some(c) if c.is_whitespace() => Err(self.error(at, "`-` must be followed by an operator")),
            Some(_) => match self.primary(at)? {
                Expr::Is(term) => Ok(Expr::Not(term)),
                _ => Err(self.error(at, "`-` negates a single operator")),
            },
        }
    }

    fn primary(&mut self, at: usize) -> Result<Expr, RuleError> {
        if self.eat('(') {
            self.depth += 1;
            if self.depth > 64 {
                return Err(self.error(at, "parentheses are nested too deeply"));
            }
            let expr = self.any()?;
            self.next_at();
            if !self.eat(')') {
                return Err(self.error(at, "`(` without `)`"));
            }
            self.depth -= 1;
            return Ok(expr);
        }
        if self.peek() == Some('"') {
            let phrase = self.quoted(at)?;
            if self.peek() == Some('~') {
                return Err(self.error(at, "the stand-in does not know the proximity operator `\"…\"~N`"));
            }
            return Ok(Expr::Is(Term::Phrase(self.terms(at, &phrase)?)));
        }
        self.word(at).map(Expr::Is)
    }

    fn word(&mut self, at: usize) -> Result<Term, RuleError> {
        let mut word = String::new();
        while let Some(c) = self.peek() {
            if c.is_whitespace() || matches!(c, '(' | ')') {
                break;
            }
            if c == '"' {
                // `entity:"string"` is one operator; `a"b` is two.
                if word.ends_with(':') {
                    let value = self.quoted(at)?;
                    return self.operator(at, word.trim_end_matches(':'), &value);
                }
                break;
            }
            word.push(c);
            self.chars.next();
        }
        match word.to_lowercase().as_str() {
            "or" => {
                return Err(
                    self.error(at, "ambiguous use of `or`: use `OR` to join two clauses, or `\"or\"` for the word")
                );
            }
            "and" => {
                return Err(self
                    .error(at, "ambiguous use of `and`: use a space to join two clauses, or `\"and\"` for the word"));
            }
            _ => {}
        }
        if let Some((name, value)) = word.split_once(':') {
            return self.operator(at, name, value);
        }
        let named = |sign: char| word.strip_prefix(sign).map(str::to_lowercase);
        if let Some(tag) = named('#') {
            return self.filled(at, tag).map(Term::Hashtag);
        }
        if let Some(tag) = named('$') {
            return self.filled(at, tag).map(Term::Cashtag);
        }
        if let Some(user) = named('@') {
            return self.filled(at, user).map(Term::Mention);
        }
        self.terms(at, &word).map(Term::Phrase)
    }

    fn operator(&self, at: usize, name: &str, value: &str) -> Result<Term, RuleError> {
        let lower = self.filled(at, value.trim_start_matches('@').to_lowercase())?;
        Ok(match name.to_lowercase().as_str() {
            "from" => Term::From(lower),
            "to" => Term::To(lower),
            "retweets_of" => Term::RetweetsOf(lower),
            "conversation_id" => Term::Conversation(lower),
            "in_reply_to_tweet_id" => Term::InReplyToPost(lower),
            "retweets_of_tweet_id" => Term::RetweetOfPost(lower),
            "quotes_of_tweet_id" => Term::QuoteOfPost(lower),
            "url" => Term::Url(self.terms(at, value)?),
            "context" => Term::Context(lower),
            "entity" => Term::Entity(lower),
            "place" => Term::Place(lower),
            "place_country" => Term::PlaceCountry(lower),
            "lang" => Term::Lang(lower),
            "has" => Term::Has(match lower.as_str() {
                "hashtags" => Has::Hashtags,
                "cashtags" => Has::Cashtags,
                "links" => Has::Links,
                "mentions" => Has::Mentions,
                "media" => Has::Media,
                "images" => Has::Images,
                "videos" | "video_link" => Has::Videos,
                "geo" => Has::Geo,
                other => return Err(self.error(at, &format!("`has:{other}` is no operator"))),
            }),
            "is" => Term::Kind(match lower.as_str() {
                "retweet" => Kind::Retweet,
                "reply" => Kind::Reply,
                "quote" => Kind::Quote,
                "verified" => Kind::Verified,
                "nullcast" => Kind::Nullcast,
                other => return Err(self.error(at, &format!("`is:{other}` is no operator"))),
            }),
            other => return Err(self.error(at, &format!("the stand-in does not know the operator `{other}:`"))),
        })
    }

    fn quoted(&mut self, at: usize) -> Result<String, RuleError> {
        self.chars.next();
        let mut phrase = String::new();
        loop {
            match self.chars.next() {
                Some((_, '"')) => return Ok(phrase),
                Some((_, '\\')) => phrase.extend(self.chars.next().map(|(_, c)| c)),
                Some((_, c)) => phrase.push(c),
                None => return Err(self.error(at, "`\"` without a closing `\"`")),
            }
        }
    }

    fn terms(&self, at: usize, text: &str) -> Result<Vec<String>, RuleError> {
        let terms = terms(text);
        if terms.is_empty() { Err(self.error(at, "no letter, digit or emoji to look for")) } else { Ok(terms) }
    }

    fn filled(&self, at: usize, value: String) -> Result<String, RuleError> {
        if value.is_empty() { Err(self.error(at, "the operator has no value")) } else { Ok(value) }
    }

    /// The byte position of the next character that is not white space.
    fn next_at(&mut self) -> Option<usize> {
        while self.chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        self.chars.peek().map(|&(at, _)| at)
    }

    fn peek(&mut self) -> Option<char> {
        self.chars.peek().map(|&(_, c)| c)
    }

    fn eat(&mut self, wanted: char) -> bool {
        self.chars.next_if(|&(_, c)| c == wanted).is_some()
    }

    fn rest(&mut self) -> Option<&str> {
        let &(at, _) = self.chars.peek()?;
        self.rule.get(at..)
    }

    fn error(&self, at: usize, message: &str) -> RuleError {
        let position = self.rule.get(..at).map_or(0, |before| before.chars().count()) + 1;
        RuleError::Syntax { message: message.to_owned(), position }
    }
}

fn starts_with_or(rest: &str) -> bool {
    rest.strip_prefix("OR").is_some_and(|after| after.chars().next().is_none_or(|c| c.is_whitespace() || c == '('))
}

fn single(mut parts: Vec<Expr>, group: fn(Vec<Expr>) -> Expr) -> Expr {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            group(parts)
        }
        None => group(parts),
    }
}
