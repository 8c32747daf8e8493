import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { FilterField, Section, Table } from '#web/components.tsx'
import type { SortieLue } from '../lecture/sortie.ts'
import { reserveUrl } from '../liens.ts'
import { euros } from './compte-vue.tsx'

const signe = (n: number) => (n < 0 ? `−${euros(-n)}` : euros(n))

/** Ce que l’activité peut verser d’ici la date essayée. */
export const Caisse = ({
  lu,
  sortie,
  ici,
  activite,
}: {
  lu: SortieLue
  sortie: DateCivile
  ici: string
  activite: ActiviteId
}) => {
  const { caisse } = lu
  return (
    <Section
      titre="Ce qui peut se verser"
      id="caisse"
      sous="Une indication, charges comprises : ni paie, ni cotisation n’y sont calculées."
    >
      <form class="filtres" method="get" action={ici} aria-label="Changer la date de sortie">
        <FilterField name="le" label="Sortie le" value={formaterDate(sortie, 'chiffres')} />
        <p>
          <button class="button" type="submit">
            Compter à cette date
          </button>
        </p>
      </form>
      <Table
        legende="La caisse d’ici la sortie"
        lignes={caisse.lignes.filter((l, i) => i === 0 || l.montant !== 0)}
        colonnes={[
          { titre: 'Ligne', entete: true, cell: (l) => l.titre },
          {
            titre: 'Hors taxes',
            nombre: true,
            cell: (l) => signe(l.montant),
          },
        ]}
        pied={['À verser avant la sortie', euros(caisse.aVerser)]}
      />
      {caisse.viendra === 0 ? null : (
        <Table
          legende="Ce qui viendra, sans date d’encaissement"
          lignes={caisse.aVenir.filter((l) => l.montant !== 0)}
          colonnes={[
            { titre: 'Ligne', entete: true, cell: (l) => l.titre },
            { titre: 'Hors taxes', nombre: true, cell: (l) => signe(l.montant) },
          ]}
          pied={['Ce qui viendra', signe(caisse.viendra)]}
        />
      )}
      <ul>
        {caisse.reserve > 0 ? (
          <li>
            Dont <b>{euros(caisse.reserve)}</b> en <a href={reserveUrl({ activite })}>réserve convenue</a> :
            la coopérative propose de la reprendre, l’enseigne l’accorde.
          </li>
        ) : null}
        {caisse.paies > 0 && caisse.aVerser > 0 ? (
          <li>
            {compter(caisse.paies, 'paie')} d’ici le {formaterDate(sortie)} : <b>{euros(caisse.parPaie)}</b> à
            chacune.
          </li>
        ) : null}
        {caisse.manque > 0 ? (
          <li>Il manque {euros(caisse.manque)} : les comptes de l’activité finissent sous zéro.</li>
        ) : null}
        {caisse.apres > 0 ? (
          <li>
            {euros(caisse.apres)} ne s’encaissent, à leur échéance, qu’après la sortie : ils ne se versent
            plus en salaire.
          </li>
        ) : null}
        {lu.comptabilite ? (
          <li>Les contributions des pièces déjà émises sont tenues pour écrites.</li>
        ) : (
          <li>La comptabilité de l’activité n’est pas importée : la trésorerie manque.</li>
        )}
      </ul>
    </Section>
  )
}
