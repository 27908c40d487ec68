"""BeHeard over HTTP: the rules of ``beheard_core`` as Flask blueprints over a store."""
