// Package config reads Fealty's configuration from the environment into one struct, checks it and names every fault at once.
//
// Floor: none; everything above models may import it.
package config
