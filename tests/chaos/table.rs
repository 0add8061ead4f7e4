//! All runs, by fault.

use std::{collections::BTreeMap, fmt};

use kconnect_tests::{Failure, Result};

use crate::{account::Account, faults::Fault, run::Plan};

/// The sums.
#[derive(Debug, Default)]
pub(crate) struct Table {
    by_fault: BTreeMap<Fault, Sum>,
}

#[derive(Debug, Default)]
struct Sum {
    runs: usize,
    lost: usize,
    read_again: usize,
    sent_again: usize,
    assigned_again: usize,
    put_again: usize,
    unexplained: usize,
    disordered: usize,
    remarks: usize,
}

impl Sum {
    fn add(&mut self, other: &Self) {
        self.runs += other.runs;
        self.lost += other.lost;
        self.read_again += other.read_again;
        self.sent_again += other.sent_again;
        self.assigned_again += other.assigned_again;
        self.put_again += other.put_again;
        self.unexplained += other.unexplained;
        self.disordered += other.disordered;
        self.remarks += other.remarks;
    }
}

impl Table {
    pub(crate) fn add(&mut self, plan: &Plan, account: &Account) {
        let sum = Sum {
            runs: 1,
            lost: account.lost(),
            read_again: account.read_again,
            sent_again: account.sent_again,
            assigned_again: account.assigned_again,
            put_again: account.put_again,
            unexplained: account.unexplained,
            disordered: account.disordered,
            remarks: account.remarks.len(),
        };
        self.by_fault.entry(plan.main()).or_default().add(&sum);
    }

    fn all(&self) -> Sum {
        let mut all = Sum::default();
        self.by_fault.values().for_each(|sum| all.add(sum));
        all
    }

    /// Zero lost, every duplicate explained.
    pub(crate) fn verdict(&self) -> Result {
        let Sum { lost, unexplained, disordered, remarks, .. } = self.all();
        if lost + unexplained + disordered + remarks == 0 {
            return Ok(());
        }
        Err(Failure::new(format!(
            "{lost} records were lost, {unexplained} duplicates have no reason, {disordered} are out of order, and \
             {remarks} remarks stand above"
        )))
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<12}{:>6}{:>6}{:>12}{:>12}{:>16}{:>11}{:>13}",
            "first fault", "runs", "lost", "read again", "sent again", "assigned again", "put again", "unexplained"
        )?;
        let rows = self.by_fault.iter().map(|(fault, sum)| (fault.to_string(), sum));
        let all = self.all();
        for (name, sum) in rows.chain([("all".to_owned(), &all)]) {
            writeln!(
                f,
                "{:<12}{:>6}{:>6}{:>12}{:>12}{:>16}{:>11}{:>13}",
                name,
                sum.runs,
                sum.lost,
                sum.read_again,
                sum.sent_again,
                sum.assigned_again,
                sum.put_again,
                sum.unexplained
            )?;
        }
        let duplicated = all.read_again + all.sent_again + all.assigned_again + all.put_again;
        write!(f, "runs {}, lost {}, duplicated {duplicated}", all.runs, all.lost)
    }
}
