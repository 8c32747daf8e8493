import { Hono } from 'hono'
import { adhesions } from '#modules/comptes/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import { Etat, Exporter, Page, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { direRoles, type LigneDeDroit, quiLit } from '../lecture/qui-lit.ts'
import { droitsCsvUrl, droitsUrl } from '../liens.ts'
import { aujourdhui, racine } from './commun.ts'

const Lignes = ({
  lignes,
  legende,
  nom,
}: {
  lignes: readonly LigneDeDroit[]
  legende: string
  nom: (l: LigneDeDroit) => string
}) => (
  <Table
    legende={legende}
    lignes={lignes}
    colonnes={[
      { titre: 'Quoi', entete: true, cell: nom },
      { titre: 'Donnée', cell: (l) => (l.sensible ? <Etat etat="partiel" mot="sensible" /> : '') },
      { titre: 'Lisent tout', cell: (l) => direRoles(l.tout) || 'personne' },
      { titre: 'Lisent ce qui est à eux ou à elles', cell: (l) => direRoles(l.sien) },
      { titre: 'Qui, aujourd’hui', cell: (l) => l.gens.join(', ') || 'personne' },
    ]}
  />
)

const Vue = ({ lu }: { lu: ReturnType<typeof quiLit> }) => (
  <Page
    title="Qui peut lire quoi"
    path={[...racine]}
    lede="Ce que chaque rôle ouvre, et qui le tient aujourd’hui. Une délégation de signature ouvre de plus les pièces qu’elle fait signer."
  >
    <Section titre="Ce qui se lit" id="droits">
      <Lignes lignes={lu.droits} legende="Droits de lecture" nom={(l) => l.regle} />
    </Section>
    <Section
      titre="Les pièces"
      id="pieces"
      sous="Chaque genre de pièce suit le droit de sa fiche ; ce qui n’y est pas écrit est refusé."
    >
      <Lignes lignes={lu.pieces} legende="Droits de lecture des pièces" nom={(l) => l.quoi} />
      <p>
        <Exporter href={droitsCsvUrl()} />
      </p>
    </Section>
  </Page>
)

export const droitsPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(droitsUrl(), exigerDroit('donnees.effacer'), (c) =>
      pourVisiteur(c, db, async (tx) =>
        c.html(<Vue lu={quiLit(await adhesions(tx), aujourdhui(clock.now()))} />),
      ),
    )
    .get(droitsCsvUrl(), exigerDroit('donnees.effacer'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const lu = quiLit(await adhesions(tx), aujourdhui(clock.now()))
        return repondreCsv(
          c,
          'qui-peut-lire-quoi',
          enCsv(
            ['quoi', 'regle', 'sensible', 'lisent_tout', 'lisent_le_leur', 'qui'],
            [...lu.droits, ...lu.pieces].map((l) => [
              l.quoi,
              l.regle,
              l.sensible ? 'oui' : 'non',
              direRoles(l.tout),
              direRoles(l.sien),
              l.gens.join(', '),
            ]),
          ),
        )
      }),
    )
