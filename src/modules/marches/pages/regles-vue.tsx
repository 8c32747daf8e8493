/** Les règles que Coforme applique à un dossier, chacune avec sa source et sa marque. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { Table } from '#web/components.tsx'
import { motsDeMarque, reglesAu } from '../domain/parametres.ts'

export const Regles = ({ jour }: { jour: DateCivile }) => (
  <details class="volet">
    <summary>Les règles que Coforme applique ici, et d’où elles viennent</summary>
    <p>
      <small>
        Coforme ne conseille pas en droit : une règle douteuse se vérifie auprès d’un juriste avant de s’y
        fier.
      </small>
    </p>
    <Table
      legende={`Les règles au ${formaterDate(jour)}`}
      lignes={reglesAu(jour)}
      colonnes={[
        { titre: 'Règle', entete: true, cell: (r) => r.question },
        { titre: 'Ce jour-là', cell: (r) => r.dit },
        { titre: 'Source', cell: (r) => r.source },
        { titre: 'Marque', cell: (r) => motsDeMarque[r.marque] },
      ]}
    />
  </details>
)
