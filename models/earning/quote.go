package earning

// Quote decides what a purchase gives.
func Quote(policy Policy, basket Basket, facts Facts) (Award, error) {
	return Award{}, nil
}
