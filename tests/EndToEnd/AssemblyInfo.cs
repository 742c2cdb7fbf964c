// Tests here measure processes and fill the machine: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
