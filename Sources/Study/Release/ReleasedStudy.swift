import WeirCore

extension Study {
    /// The study as its releases have it: behind the questions, the month of submission. The places of all other variables
    /// stay what they are.
    public var forReleases: Study {
        guard monthVariable == nil, let period = countries.first?.fieldPeriod,
            let month = SubmissionMonth.variable(of: period)
        else { return self }
        var study = self
        study.codebook = Codebook(variables: codebook.variables + [month])
        study.schema = Schema(codebook: study.codebook)
        return study
    }

    /// The month of submission, by its place in the codebook for releases; nil where nobody said when interviews took place.
    public var monthVariable: Int? { codebook.index(of: SubmissionMonth.name) }
}
