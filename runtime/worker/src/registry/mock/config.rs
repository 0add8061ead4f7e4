//! Configuration, modes and contexts.

use serde_json::{Value, json};

use kconnect::avro::compat::Level;

use super::{
    super::{
        ErrorCode,
        config::{CompatibilityLevel, Config, Mode},
        subject::QualifiedSubject,
    },
    refusal::{Refusal, Result},
    state::State,
};

impl State {
    /// What is in effect for a subject: its own settings, then its context's, then the registry's.
    pub(super) fn config_of(&self, subject: &QualifiedSubject) -> Config {
        let mut effective = Config::default();
        for scope in Self::scopes(subject) {
            if let Some(config) = self.configs.get(&scope) {
                effective = fill(effective, config.clone());
            }
        }
        effective.compatibility_level.get_or_insert(Level::Backward.into());
        effective
    }

    pub(super) fn config(&self, subject: Option<QualifiedSubject>, default_to_global: bool) -> Result<Value> {
        let config = match subject {
            None => self.config_of(&QualifiedSubject::parse("")),
            Some(subject) if default_to_global => self.config_of(&subject),
            Some(subject) => self.configs.get(&subject.to_string()).cloned().ok_or_else(|| {
                let message = format!("Subject '{subject}' does not have subject-level compatibility configured");
                Refusal::new(ErrorCode::SubjectConfigNotFound, message)
            })?,
        };
        Ok(told(&config))
    }

    pub(super) fn set_config(&mut self, subject: Option<QualifiedSubject>, config: Config) -> Result<Value> {
        if let Some(CompatibilityLevel::Other(_)) = config.compatibility_level {
            let message = "Invalid compatibility level. Valid values are none, backward, forward, full, \
                           backward_transitive, forward_transitive, and full_transitive";
            return Err(Refusal::new(ErrorCode::InvalidCompatibilityLevel, message));
        }
        let scope = subject.map_or_else(String::new, |subject| subject.to_string());
        let known = self.configs.remove(&scope).unwrap_or_default();
        let answer = json!(config);
        self.configs.insert(scope, fill(config, known));
        Ok(answer)
    }

    pub(super) fn delete_config(&mut self, subject: Option<QualifiedSubject>) -> Result<Value> {
        let Some(subject) = subject else {
            let gone = self.configs.remove("").unwrap_or_else(|| Config::level(Level::Backward));
            return Ok(told(&gone));
        };
        let gone = self.configs.remove(&subject.to_string()).ok_or_else(|| Refusal::no_subject(&subject))?;
        Ok(told(&gone))
    }

    /// The mode in effect for a subject.
    pub(super) fn mode_of(&self, subject: &QualifiedSubject) -> Mode {
        if self.modes.get("") == Some(&Mode::ReadOnlyOverride) {
            return Mode::ReadOnlyOverride;
        }
        Self::scopes(subject).iter().find_map(|scope| self.modes.get(scope)).cloned().unwrap_or(Mode::ReadWrite)
    }

    pub(super) fn mode(&self, subject: Option<QualifiedSubject>, default_to_global: bool) -> Result<Value> {
        let mode = match subject {
            None => self.mode_of(&QualifiedSubject::parse("")),
            Some(subject) if default_to_global => self.mode_of(&subject),
            Some(subject) => self.modes.get(&subject.to_string()).cloned().ok_or_else(|| {
                let message = format!("Subject '{subject}' does not have subject-level mode configured");
                Refusal::new(ErrorCode::SubjectModeNotFound, message)
            })?,
        };
        Ok(json!({"mode": mode}))
    }

    pub(super) fn set_mode(&mut self, subject: Option<QualifiedSubject>, body: Value, force: bool) -> Result<Value> {
        let mode = serde_json::from_value(body.get("mode").cloned().unwrap_or_default());
        let mode = mode.ok().filter(|mode| !matches!(mode, Mode::Other(_))).ok_or_else(|| {
            let message = "Invalid mode. Valid values are READWRITE, READONLY, READONLY_OVERRIDE, IMPORT, and FORWARD";
            Refusal::new(ErrorCode::InvalidMode, message)
        })?;
        if mode == Mode::Forward && subject.is_some() {
            return Err(Refusal::new(ErrorCode::InvalidMode, "Forward mode only supported on global level"));
        }
        let concerned = |name: &String| {
            let name = QualifiedSubject::parse(name);
            subject.as_ref().is_none_or(|subject| {
                name == *subject || (subject.subject().is_empty() && name.context() == subject.context())
            })
        };
        if mode == Mode::Import && !force && self.names(|versions| !versions.is_empty()).iter().any(concerned) {
            return Err(Refusal::not_permitted("Cannot import since found existing subjects"));
        }
        let scope = subject.map_or_else(String::new, |subject| subject.to_string());
        self.modes.insert(scope, mode);
        Ok(body)
    }

    pub(super) fn delete_mode(&mut self, subject: &QualifiedSubject, recursive: bool) -> Result<Value> {
        let gone = self.modes.remove(&subject.to_string());
        if recursive && subject.subject().is_empty() {
            self.modes
                .retain(|scope, _| scope.is_empty() || QualifiedSubject::parse(scope).context() != subject.context());
        }
        match gone {
            Some(mode) => Ok(json!({"mode": mode})),
            None if recursive => Ok(Value::Null),
            None => Err(Refusal::no_subject(subject)),
        }
    }

    pub(super) fn list_contexts(&self) -> Value {
        let default = QualifiedSubject::DEFAULT_CONTEXT;
        let others = self.contexts.keys().map(String::as_str).filter(|context| *context != default);
        [default].into_iter().chain(others).collect()
    }

    pub(super) fn delete_context(&mut self, context: &str) -> Result<Value> {
        let name = QualifiedSubject::new(context, "");
        let known = self.contexts.get(name.context()).ok_or_else(|| Refusal::no_subject(&name))?;
        if !known.subjects.is_empty() {
            let message = format!("The specified context '{context}' is not empty.");
            return Err(Refusal::new(ErrorCode::ContextNotEmpty, message));
        }
        self.contexts.remove(name.context());
        Ok(Value::Null)
    }
}

/// What is not set in one comes from the other.
fn fill(one: Config, other: Config) -> Config {
    Config {
        compatibility_level: one.compatibility_level.or(other.compatibility_level),
        alias: one.alias.or(other.alias),
        normalize: one.normalize.or(other.normalize),
        validate_fields: one.validate_fields.or(other.validate_fields),
        validate_rules: one.validate_rules.or(other.validate_rules),
        compatibility_group: one.compatibility_group.or(other.compatibility_group),
        compatibility_policy: one.compatibility_policy.or(other.compatibility_policy),
        default_metadata: one.default_metadata.or(other.default_metadata),
        override_metadata: one.override_metadata.or(other.override_metadata),
        default_rule_set: one.default_rule_set.or(other.default_rule_set),
        override_rule_set: one.override_rule_set.or(other.override_rule_set),
    }
}

/// Answers have another name for the level than questions.
fn told(config: &Config) -> Value {
    let mut told = json!(config);
    if let Some(told) = told.as_object_mut()
        && let Some(level) = told.remove("compatibility")
    {
        told.insert("compatibilityLevel".to_owned(), level);
    }
    told
}
