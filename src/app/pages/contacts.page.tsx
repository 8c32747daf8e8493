import { Hono } from 'hono'
import { jourLocal } from '#kernel/zones.ts'
import { type Adhesion, adhesions } from '#modules/comptes/index.ts'
import { conditionsUrl, lireConditions } from '#modules/documents/index.ts'
import {
  contactsUrl,
  cooperativeUrl,
  equipeUrl,
  estCae,
  exigerDroit,
  lireOrganisme,
  peutVisiteur,
  quiAppeler,
  roles,
} from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import { Definitions, Page, Section, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'

type Joindre = { readonly telephone?: string; readonly courriel: string }

const Moyens = ({ telephone = '', courriel }: Joindre) => (
  <>
    {telephone}
    {telephone && courriel ? ', ' : ''}
    {courriel ? <a href={`mailto:${courriel}`}>{courriel}</a> : null}
  </>
)
const Personne = ({ m }: { m: Adhesion }) => (
  <p>
    {`${m.prenom} ${m.nom}`.trim()} <Moyens courriel={m.courriel} />
  </p>
)

/** Qui appeler pour quoi dans la coopérative : ses membres en poste, et les personnes que ses pièces nomment. */
export const contactsPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>().get(contactsUrl.modele, exigerDroit('organisme.lire'), (c) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const o = await lireOrganisme(tx)
      const jour = jourLocal(clock.now(), o.zone)
      const presents = (await adhesions(tx)).filter((m) => !m.enAttente && (m.au === null || m.au >= jour))
      const { referent, contact, mediateur } = (await lireConditions(tx)).conditions
      const pieces = [
        ['Pour un handicap', referent, <Moyens {...referent} />],
        ['Pour la clientèle et les stagiaires', contact, <Moyens {...contact} />],
        ['Pour un litige, à la médiation', mediateur, mediateur.site],
      ] as const
      return c.html(
        <Page
          title="Qui appeler"
          lede="Dans la coopérative, qui répond de quoi."
          path={[{ libelle: 'Coopérative', href: cooperativeUrl() }]}
        >
          <Section
            titre="L’équipe"
            id="equipe"
            outils={
              peutVisiteur(visiteur, 'membres.gerer')
                ? [{ libelle: 'Donner un rôle', href: equipeUrl() }]
                : []
            }
          >
            <Table
              legende="Qui appeler pour quoi"
              lignes={quiAppeler(presents, estCae(o.forme))}
              colonnes={[
                { titre: 'Pour', entete: true, cell: (l) => l.sujet },
                { titre: 'Rôle', cell: (l) => roles[l.role].nom },
                {
                  titre: 'Qui',
                  cell: (l) =>
                    l.membres.length === 0 ? 'personne encore' : l.membres.map((m) => <Personne m={m} />),
                },
              ]}
            />
          </Section>
          <Section
            titre="Ce que disent les pièces"
            id="pieces"
            sous="À qui la clientèle et les stagiaires écrivent"
            outils={[{ libelle: 'Voir les conditions', href: conditionsUrl() }]}
          >
            <Definitions
              lignes={[
                ['La coopérative', o.telephone || o.courriel ? <Moyens {...o} /> : 'à compléter'],
                ...pieces.map(
                  ([pour, qui, moyens]) =>
                    [
                      pour,
                      qui.nom ? (
                        <>
                          {qui.nom} {moyens}
                        </>
                      ) : (
                        'personne encore'
                      ),
                    ] as const,
                ),
              ]}
            />
          </Section>
        </Page>,
      )
    }),
  )
