"""What every feature may use: time, the database, settings, actors, rulings, amounts."""
