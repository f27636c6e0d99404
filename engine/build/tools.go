//go:build tools

// Package engine has no code: it keeps "go mod tidy" from dropping what ways/build.ts builds.
package engine

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
