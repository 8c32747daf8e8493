import { raw } from 'hono/html'
import { enTexteSur } from '../domain/json-ld.ts'

/** Un bloc de données, que le navigateur n’exécute pas : la politique des scripts ne l’empêche ni ne le permet. */
export const JsonLd = ({ donnees }: { donnees: unknown }) => (
  // Permis : enTexteSur ne laisse passer ni chevron ni esperluette, échappés dans le JSON lui-même.
  <script type="application/ld+json">{raw(enTexteSur(donnees))}</script>
)
