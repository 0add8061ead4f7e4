//! What becomes of the keys that were not asked for.

use super::{
    super::keys::{READ, REFUSED, WITHOUT_EFFECT},
    reader::Reader,
};

impl Reader<'_> {
    /// Refuses or reports the keys that were not asked for.
    pub(super) fn unread(&mut self, converters_own: &[&str]) {
        for (key, value) in self.props {
            let name = key.as_str();
            if READ.contains(&name) || converters_own.contains(&name) {
                continue;
            }
            if let Some((_, off)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
                if value.trim() != *off {
                    let remedy =
                        if off.is_empty() { "remove it".to_owned() } else { format!("remove it, or set it to {off}") };
                    self.problem(name, format!("{name} is not supported yet; {remedy}"));
                }
            } else if WITHOUT_EFFECT.contains(&name) {
                self.warnings.push(format!("{}{name} has no effect here", self.prefix));
            } else {
                let known = READ.iter().chain(converters_own).copied();
                let similar = known
                    .map(|known| (strsim::damerau_levenshtein(known, name), known))
                    .filter(|(distance, _)| *distance <= 3)
                    .min();
                let hint =
                    similar.map_or(String::new(), |(_, known)| format!("; did you mean {}{known}?", self.prefix));
                self.unknown.push(format!("{}{name} is not a known configuration{hint}", self.prefix));
            }
        }
    }
}
