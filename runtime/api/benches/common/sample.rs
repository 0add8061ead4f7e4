//! What was measured of one thing.

/// Some measurements of it, smallest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sample(Vec<f64>);

impl Sample {
    pub(crate) fn push(&mut self, measured: f64) {
        self.0.push(measured);
        self.0.sort_by(f64::total_cmp);
    }

    pub(crate) fn median(&self) -> f64 {
        let half = self.0.len() / 2;
        match self.0.len() % 2 {
            0 => f64::midpoint(self.at(half - 1), self.at(half)),
            _ => self.at(half),
        }
    }

    pub(crate) fn mean(&self) -> f64 {
        let count = u32::try_from(self.0.len()).expect("a few samples");
        self.0.iter().sum::<f64>() / f64::from(count)
    }

    pub(crate) fn min(&self) -> f64 {
        self.at(0)
    }

    pub(crate) fn max(&self) -> f64 {
        self.at(self.0.len() - 1)
    }

    fn at(&self, index: usize) -> f64 {
        *self.0.get(index).expect("something was measured")
    }
}
