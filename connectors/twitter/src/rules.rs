//! The rules of the filtered stream that belong to this connector.
//!
//! Rules are kept by X per app, survive every connection, and are shared by all programs that use the app. Ours are
//! known by their tag; whatever has another tag is left alone.

use std::collections::{BTreeMap, HashSet};

use tracing::{info, warn};

use crate::{
    client::{Added, Client, NewRule, Rule},
    error::{ClientError, Result},
    json::Id,
    keyword::rule,
    problem::Problem,
};

/// X takes that many changes in one request without complaint.
const CHUNK: usize = 100;
/// A second look is needed only when somebody else changes the rules at the same time.
const ATTEMPTS: usize = 3;

/// What the stream is to deliver.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// Rule to keyword; two keywords may well mean the same rule.
    rules: BTreeMap<String, String>,
    /// With this begins the tag of every rule of ours.
    prefix: String,
}

/// What has to change so that X has the rules that are wanted.
#[derive(Debug, Default, PartialEq, Eq)]
struct Plan {
    /// Rules that deliver what is wanted, ours or not.
    present: HashSet<Id>,
    missing: Vec<NewRule>,
    stale: Vec<Id>,
}

impl Wanted {
    /// `owner` tells this connector's rules from those of others on the same app.
    pub(crate) fn new<'a>(owner: &str, keywords: impl IntoIterator<Item = &'a str>) -> Self {
        let rules = keywords.into_iter().map(|keyword| (rule(keyword), keyword.to_owned())).collect();
        Self { rules, prefix: format!("{owner}:") }
    }

    /// Makes X have the wanted rules and none of ours beside them. Doing it again changes nothing.
    ///
    /// Gives the ids of the rules whose posts are wanted.
    ///
    /// # Errors
    /// [`ClientError::RuleRefused`] for a rule that X does not take; else as every request.
    pub(crate) async fn register(&self, client: &Client) -> Result<HashSet<Id>> {
        for _ in 0..ATTEMPTS {
            let Plan { mut present, missing, stale } = self.plan(&client.rules().await?);
            // First what is stale: the number of rules is limited.
            for ids in stale.chunks(CHUNK) {
                client.delete_rules(ids).await?;
                info!("removed {} rules that `filter.keywords` no longer asks for", ids.len());
            }
            for rules in missing.chunks(CHUNK) {
                let Added { rules, refused } = client.add_rules(rules).await?;
                for rule in rules {
                    info!("added the rule `{}` with the tag `{}`", rule.value, rule.tag);
                    present.insert(rule.id);
                }
                for problem in refused {
                    present.extend(self.existing(Box::new(problem))?);
                }
            }
            if present.len() >= self.rules.len() {
                return Ok(present);
            }
            warn!("X has {} of {} rules after adding them; looking again", present.len(), self.rules.len());
        }
        Err(ClientError::RulesLost)
    }

    /// A rule that was not added because X has it already is as good as added; its id may come with the news.
    fn existing(&self, problem: Box<Problem>) -> Result<Option<Id>> {
        match (problem.name(), &problem.value) {
            ("duplicate-rules", _) => Ok(problem.id),
            (_, None) => Err(ClientError::RulesRefused(problem)),
            (_, Some(value)) => {
                let (rule, keyword) = (value.clone(), self.rules.get(value).cloned().unwrap_or_default());
                Err(ClientError::RuleRefused { keyword, rule, problem })
            }
        }
    }

    fn plan(&self, existing: &[Rule]) -> Plan {
        let mut plan = Plan::default();
        let mut missing = self.rules.clone();
        for Rule { id, value, tag } in existing {
            if self.rules.contains_key(value) {
                missing.remove(value);
                plan.present.insert(*id);
            } else if tag.starts_with(&self.prefix) {
                plan.stale.push(*id);
            }
        }
        plan.missing = missing
            .into_iter()
            .map(|(value, keyword)| NewRule { value, tag: format!("{}{keyword}", self.prefix) })
            .collect();
        plan
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn existing(id: i64, value: &str, tag: &str) -> Rule {
        Rule { id: Id(id), value: value.to_owned(), tag: tag.to_owned() }
    }

    fn wanted() -> Wanted {
        Wanted::new("kconnect", ["kafka", "san jose"])
    }

    #[test]
    fn missing_rules_are_added_with_a_tag_that_names_owner_and_keyword() {
        let plan = wanted().plan(&[existing(1, "kafka", "kconnect:kafka")]);
        let expected = NewRule { value: "san jose".to_owned(), tag: "kconnect:san jose".to_owned() };
        assert_eq!(plan, Plan { present: HashSet::from([Id(1)]), missing: vec![expected], stale: vec![] });
    }

    #[test]
    fn only_stale_rules_of_our_own_are_removed() {
        let plan = wanted().plan(&[
            existing(1, "kafka", "kconnect:kafka"),
            existing(2, "san jose", "kconnect:san jose"),
            existing(3, "olympics", "kconnect:olympics"),
            existing(4, "cats", ""),
            existing(5, "dogs", "kconnect2:dogs"),
        ]);
        assert_eq!(plan.stale, [Id(3)]);
        assert_eq!(plan.missing, []);
    }

    #[test]
    fn a_rule_that_somebody_else_has_added_already_is_used_and_left_alone() {
        let plan = Wanted::new("kconnect", ["kafka"]).plan(&[existing(9, "kafka", "theirs")]);
        assert_eq!(plan, Plan { present: HashSet::from([Id(9)]), ..Plan::default() });
    }

    #[test]
    fn keywords_that_mean_the_same_rule_are_one_rule() {
        assert_eq!(Wanted::new("kconnect", ["kafka", "kafka ", "kafka"]).plan(&[]).missing.len(), 1);
    }
}
