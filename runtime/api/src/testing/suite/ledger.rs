//! What should arrive, and what did.

use std::collections::BTreeMap;

/// A ledger of one run.
pub(super) struct Ledger {
    /// Every identity that must arrive, with its place.
    offered: BTreeMap<String, usize>,
    /// How often each has arrived.
    arrived: BTreeMap<String, usize>,
    /// The place of the newest one that arrived for the first time, of each partition.
    newest: BTreeMap<String, usize>,
}

impl Ledger {
    pub(super) fn new(offered: Vec<String>) -> Self {
        let offered = offered.into_iter().enumerate().map(|(place, identity)| (identity, place)).collect();
        Self { offered, arrived: BTreeMap::new(), newest: BTreeMap::new() }
    }

    /// Enters an arrival of that partition.
    ///
    /// # Errors
    /// It was never offered, or comes for the first time behind one that was offered later.
    pub(super) fn enter(&mut self, partition: &str, identity: &str) -> Result<(), String> {
        let Some(place) = self.offered.get(identity).copied() else {
            return Err(format!("{identity} arrived, and was never offered"));
        };
        let times = self.arrived.entry(identity.to_owned()).or_default();
        *times += 1;
        if *times == 1 {
            let newest = self.newest.entry(partition.to_owned()).or_default();
            if place < *newest {
                return Err(format!("{identity} arrived behind what was offered later, in the partition {partition}"));
            }
            *newest = place;
        }
        Ok(())
    }

    /// What has not arrived, not counting `under_way`, in the order in which it was offered.
    pub(super) fn missing(&self, under_way: &[&str]) -> Vec<&str> {
        let mut missing: Vec<_> = self
            .offered
            .iter()
            .filter(|(identity, _)| !self.arrived.contains_key(*identity) && !under_way.contains(&identity.as_str()))
            .collect();
        missing.sort_by_key(|(_, place)| **place);
        missing.into_iter().map(|(identity, _)| identity.as_str()).collect()
    }

    /// How many arrivals were not the first of their identity.
    pub(super) fn duplicated(&self) -> usize {
        self.arrived.values().map(|times| times - 1).sum()
    }
}

/// A list for a message, cut where it gets long.
pub(super) fn listed(identities: &[&str]) -> String {
    const SHOWN: usize = 5;
    let shown = identities.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    match identities.len().checked_sub(SHOWN) {
        Some(more) if more > 0 => format!("{shown} and {more} more"),
        _ => shown,
    }
}
