//! What rules see of a post, taken out of its JSON once.

#![allow(clippy::indexing_slicing, reason = "a JSON value answers null where there is nothing; it does not panic")]

use std::collections::HashSet;

use serde_json::Value;

use super::{
    syntax::{Expr, Has, Kind, Term},
    terms::{signed, terms, unescape},
};

/// The matchable side of a post.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subject {
    /// Terms of the text, of the long text, and of the retweeted and quoted posts.
    texts: Vec<Vec<String>>,
    hashtags: HashSet<String>,
    cashtags: HashSet<String>,
    mentions: HashSet<String>,
    /// Id and user name of the author, as far as known; likewise below.
    author: Vec<String>,
    replied_to: Vec<String>,
    retweeted_author: Vec<String>,
    urls: Vec<Vec<String>>,
    /// Kind and id of each referenced post.
    references: Vec<(String, String)>,
    contexts: HashSet<String>,
    entities: HashSet<String>,
    places: HashSet<String>,
    country: Option<String>,
    conversation: Option<String>,
    lang: Option<String>,
    carries: Vec<Has>,
    verified: bool,
}

impl Subject {
    /// Reads a stream-shaped object, `{"data": …, "includes": …}`.
    pub(crate) fn of(post: &Value) -> Self {
        let data = &post["data"];
        let includes = &post["includes"];
        let text = unescape(text_of(data));
        let mut subject = Self {
            texts: vec![terms(&text)],
            hashtags: signed(&text, '#').chain(all(&data["entities"]["hashtags"], "tag")).collect(),
            cashtags: signed(&text, '$').chain(all(&data["entities"]["cashtags"], "tag")).collect(),
            mentions: signed(&text, '@').chain(all(&data["entities"]["mentions"], "username")).collect(),
            author: user(includes, &data["author_id"]),
            replied_to: user(includes, &data["in_reply_to_user_id"]),
            contexts: contexts(data),
            entities: all(&data["entities"]["annotations"], "normalized_text").collect(),
            conversation: lower(&data["conversation_id"]),
            lang: lower(&data["lang"]),
            verified: find(includes, "users", "id", &data["author_id"]).is_some_and(is_verified),
            ..Self::default()
        };
        if let Some(note) = data["note_tweet"]["text"].as_str() {
            subject.texts.push(terms(&unescape(note)));
        }
        for reference in list(&data["referenced_tweets"]) {
            let (Some(kind), Some(id)) = (lower(&reference["type"]), lower(&reference["id"])) else { continue };
            if let Some(post) = find(includes, "tweets", "id", &reference["id"]) {
                if kind == "retweeted" {
                    subject.retweeted_author = user(includes, &post["author_id"]);
                }
                // A retweet's own text is cut; a quote matches by either text. A reply matches only by its own.
                if kind != "replied_to" {
                    subject.texts.push(terms(&unescape(text_of(post))));
                }
            }
            subject.references.push((kind, id));
        }
        for url in list(&data["entities"]["urls"]) {
            for form in ["url", "expanded_url", "unwound_url"] {
                subject.urls.extend(url[form].as_str().map(terms));
            }
        }
        for key in list(&data["attachments"]["media_keys"]) {
            match find(includes, "media", "media_key", key).and_then(|media| media["type"].as_str()) {
                Some("photo") => subject.carries.push(Has::Images),
                Some("video" | "animated_gif") => subject.carries.push(Has::Videos),
                _ => {}
            }
        }
        if let Some(place) = find(includes, "places", "id", &data["geo"]["place_id"]) {
            subject.places.extend(["id", "name", "full_name", "country"].iter().filter_map(|key| lower(&place[key])));
            subject.country = lower(&place["country_code"]);
        }
        let carries = [
            (Has::Hashtags, !subject.hashtags.is_empty()),
            (Has::Cashtags, !subject.cashtags.is_empty()),
            (Has::Mentions, !subject.mentions.is_empty()),
            (Has::Links, !subject.urls.is_empty()),
            (Has::Media, !list(&data["attachments"]["media_keys"]).is_empty()),
            (Has::Geo, data["geo"].is_object()),
        ];
        subject.carries.extend(carries.iter().filter(|(_, there)| *there).map(|(has, _)| *has));
        subject
    }

    /// Whether a rule selects this post.
    pub(crate) fn matches(&self, rule: &Expr) -> bool {
        match rule {
            Expr::All(parts) => parts.iter().all(|part| self.matches(part)),
            Expr::Any(parts) => parts.iter().any(|part| self.matches(part)),
            Expr::Not(term) => !self.has(term),
            Expr::Is(term) => self.has(term),
        }
    }

    fn has(&self, term: &Term) -> bool {
        let refers = |kind: &str| self.references.iter().any(|(k, _)| k == kind);
        let refers_to = |kind: &str, id: &str| self.references.iter().any(|(k, i)| k == kind && i == id);
        match term {
            Term::Phrase(phrase) => self.texts.iter().any(|text| contains(text, phrase)),
            Term::Hashtag(tag) => self.hashtags.contains(tag),
            Term::Cashtag(tag) => self.cashtags.contains(tag),
            Term::Mention(user) => self.mentions.contains(user),
            Term::From(user) => self.author.contains(user),
            Term::To(user) => self.replied_to.contains(user),
            Term::RetweetsOf(user) => self.retweeted_author.contains(user),
            Term::Conversation(id) => self.conversation.as_ref() == Some(id),
            Term::InReplyToPost(id) => refers_to("replied_to", id),
            Term::RetweetOfPost(id) => refers_to("retweeted", id),
            Term::QuoteOfPost(id) => refers_to("quoted", id),
            Term::Url(phrase) => self.urls.iter().any(|url| contains(url, phrase)),
            Term::Context(context) => self.contexts.contains(context),
            Term::Entity(entity) => self.entities.contains(entity),
            Term::Place(place) => self.places.contains(place),
            Term::PlaceCountry(code) => self.country.as_ref() == Some(code),
            Term::Lang(lang) => self.lang.as_ref() == Some(lang),
            Term::Has(has) => self.carries.contains(has),
            Term::Kind(Kind::Retweet) => refers("retweeted"),
            Term::Kind(Kind::Reply) => refers("replied_to"),
            Term::Kind(Kind::Quote) => refers("quoted"),
            Term::Kind(Kind::Verified) => self.verified,
            // Promoted-only posts are never on the public stream.
            Term::Kind(Kind::Nullcast) => false,
        }
    }
}

fn contains(text: &[String], phrase: &[String]) -> bool {
    text.windows(phrase.len()).any(|window| window == phrase)
}

fn text_of(post: &Value) -> &str {
    post["text"].as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn lower(value: &Value) -> Option<String> {
    value.as_str().map(str::to_lowercase)
}

fn all<'a>(items: &'a Value, key: &'a str) -> impl Iterator<Item = String> + 'a {
    list(items).iter().filter_map(move |item| lower(&item[key]))
}

fn find<'a>(includes: &'a Value, kind: &str, key: &str, wanted: &Value) -> Option<&'a Value> {
    wanted.as_str()?;
    list(&includes[kind]).iter().find(|item| &item[key] == wanted)
}

fn user(includes: &Value, id: &Value) -> Vec<String> {
    let name = find(includes, "users", "id", id).and_then(|user| lower(&user["username"]));
    lower(id).into_iter().chain(name).collect()
}

fn is_verified(user: &Value) -> bool {
    user["verified"] == true || user["verified_type"].as_str().is_some_and(|kind| kind != "none")
}

/// `domain.entity` and `domain.*` of each annotation, as the `context:` operator takes them.
fn contexts(data: &Value) -> HashSet<String> {
    list(&data["context_annotations"])
        .iter()
        .filter_map(|context| Some((context["domain"]["id"].as_str()?, context["entity"]["id"].as_str()?)))
        .flat_map(|(domain, entity)| [format!("{domain}.{entity}"), format!("{domain}.*"), format!("*.{entity}")])
        .collect()
}
