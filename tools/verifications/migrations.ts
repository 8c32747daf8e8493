import { verifierMigrations } from '../migrations.ts'
import { conclure, type Verification } from '../verification.ts'

export const migrations: Verification = {
  nom: 'Les migrations se suivent et celles livrées n’ont pas changé',
  async verifier(racine) {
    const { fautes, nombre, livrees } = verifierMigrations(racine)
    return conclure(fautes, `${nombre} migrations, dont ${livrees} livrées`)
  },
}
