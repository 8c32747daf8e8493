import { Hono } from 'hono'
import { nomDepartement } from '#kernel/departements.ts'
import { plier } from '#kernel/texte.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import { Alert, ButtonLink, Empty, FilterField, Filters, Page, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { agendaDesPoles, type Rencontre } from '../db/agenda.ts'
import { notreIdentiteEstVisee } from '../db/identites.ts'
import { type Proposition, propositionsDePoles, signaturesDUnPole } from '../db/naissances.ts'
import { mesPoles, type PoleOuvert, polesOuverts } from '../db/poles.ts'
import { direMoment } from '../domain/dire.ts'
import { identiteAttendue } from '../domain/identite.ts'
import { fonderUrl, polesUrl, poleUrl, proposerUrl, propositionUrl, rejoindreUrl } from '../liens.ts'
import { Exporter } from './exporter.tsx'

type VueProps = {
  q: string
  miens: Awaited<ReturnType<typeof mesPoles>>
  ouverts: readonly PoleOuvert[]
  agenda: readonly Rencontre[]
  participe: boolean
  /** Proposer un pôle engage la coopérative : qui peut dire qui parle pour elle. */
  propose: boolean
  /** L'Union fonde sans attendre de signatures. */
  fonde: boolean
  naissants: readonly Proposition[]
  requises: number
  /** Quelqu’un a répondu de notre coopérative. */
  visee: boolean
}

const genres = { metier: 'métier', territorial: 'territoire' } as const

const Naissants = ({ naissants, requises }: Pick<VueProps, 'naissants' | 'requises'>) => (
  <Section titre="Ceux qui cherchent des signatures" id="naissants">
    <Table
      legende="Pôles proposés"
      lignes={naissants}
      colonnes={[
        {
          titre: 'Pôle',
          entete: true,
          cell: (p) => (
            <>
              <a href={propositionUrl({ proposition: p.id })}>{p.nom}</a>
              <small> {p.raison}</small>
            </>
          ),
        },
        { titre: 'Proposé par', cell: (p) => p.cooperative },
        {
          titre: 'Où',
          cell: (p) => [p.territoire, nomDepartement(p.departement)].filter(Boolean).join(', '),
        },
        {
          titre: 'Signatures',
          cell: (p) => `${p.signatures} sur ${requises}${p.signee ? ', dont la vôtre' : ''}`,
        },
      ]}
    />
  </Section>
)

const Vue = ({
  q,
  miens,
  ouverts,
  agenda,
  participe,
  propose,
  fonde,
  naissants,
  requises,
  visee,
}: VueProps) => {
  const dedans = new Set<string>(miens.map((p) => p.id))
  const autres = ouverts.filter((p) => !dedans.has(p.id))
  const mots = plier(q).split(' ')
  const trouves = autres.filter((p) => {
    const dit = plier(`${p.nom} ${p.raison} ${p.territoire}`)
    return mots.every((m) => dit.includes(m))
  })
  const quand = (code: string) => agenda.find((r) => r.code === code && r.etat === 'convoquee')
  return (
    <Page
      title="Pôle"
      heading="Les pôles"
      lede="Ce que des coopératives indépendantes font ensemble : se réunir, mettre en commun, décider."
    >
      {visee ? null : (
        <Alert fort="L’identité de votre coopérative attend un visa.">{identiteAttendue}</Alert>
      )}
      <Section
        titre="Les nôtres"
        id="notres"
        {...(propose
          ? {
              outils: [
                { libelle: 'Proposer un pôle', href: proposerUrl() },
                ...(fonde ? [{ libelle: 'Fonder un pôle', href: fonderUrl() }] : []),
              ],
            }
          : {})}
      >
        {miens.length === 0 ? (
          <Empty
            titre="Votre coopérative n’est encore d’aucun pôle."
            gestes={propose ? <ButtonLink href={proposerUrl()}>Proposer un pôle</ButtonLink> : undefined}
          >
            Un pôle se rejoint en deux minutes : on dit ce que l’on cherche, ce que l’on propose, et l’on
            reçoit la date de la prochaine rencontre.
          </Empty>
        ) : (
          <ul class="liens">
            {miens.map((p) => (
              <li>
                <a href={poleUrl({ pole: p.id })}>{p.nom}</a>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section titre="Ceux que l’on peut rejoindre" id="ouverts">
        {autres.length > 0 ? (
          <Filters label="Chercher un pôle" action={polesUrl()}>
            <FilterField name="q" label="Mots" value={q} />
          </Filters>
        ) : null}
        {trouves.length === 0 && autres.length > 0 ? (
          <p>Aucun pôle ne répond à cette recherche. L’accent et la casse ne comptent pas.</p>
        ) : autres.length === 0 ? (
          <p>
            {ouverts.length === 0
              ? 'Aucun pôle n’est encore ouvert ici. Le premier se propose avec une raison d’être ; d’autres le signent.'
              : 'Votre coopérative est de tous les pôles ouverts.'}
          </p>
        ) : (
          <Table
            legende="Pôles ouverts"
            lignes={trouves}
            colonnes={[
              {
                titre: 'Pôle',
                entete: true,
                cell: (p) => (
                  <>
                    {p.nom}
                    {p.raison ? <small> {p.raison}</small> : null}
                  </>
                ),
              },
              { titre: 'Genre', cell: (p) => [genres[p.genre], p.territoire].filter(Boolean).join(', ') },
              { titre: 'Coopératives', nombre: true, cell: (p) => p.membres },
              {
                titre: 'Prochaine rencontre',
                cell: (p) => {
                  const r = quand(p.code)
                  return r ? direMoment(r.debut, r.fin, r.zone) : 'à venir'
                },
              },
              {
                titre: 'Entrer',
                cell: (p) =>
                  participe ? (
                    <a href={rejoindreUrl({ pole: p.code })}>
                      Rejoindre<span class="unseen"> {p.nom}</span>
                    </a>
                  ) : p.entree === 'libre' ? (
                    'libre'
                  ) : (
                    'sur visa'
                  ),
              },
            ]}
          />
        )}
        <Exporter href={withQuery(polesUrl(), { format: 'csv' })} quoi="pôles ouverts" />
      </Section>
      {naissants.length > 0 ? <Naissants naissants={naissants} requises={requises} /> : null}
    </Page>
  )
}

export const polesPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>().get(polesUrl.modele, exigerDroit('pole.lire'), (c) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const ouverts = await polesOuverts(tx)
      if (c.req.query('format') === 'csv')
        return repondreCsv(
          c,
          'poles',
          enCsv(
            ['Pôle', 'Genre', 'Territoire', 'Raison d’être', 'Entrée', 'Coopératives', 'Lancé le'],
            ouverts.map((p) => [
              p.nom,
              genres[p.genre],
              p.territoire,
              p.raison,
              p.entree,
              p.membres,
              p.lanceLe ?? '',
            ]),
          ),
        )
      return c.html(
        <Vue
          q={(c.req.query('q') ?? '').toWellFormed().replaceAll('\0', '').slice(0, 100)}
          miens={await mesPoles(tx)}
          ouverts={ouverts}
          agenda={await agendaDesPoles(tx, clock.now())}
          participe={peutVisiteur(visiteur, 'pole.participer')}
          propose={peutVisiteur(visiteur, 'pole.mandater')}
          fonde={peutVisiteur(visiteur, 'pole.mandater') && visiteur.administreInstance}
          naissants={(await propositionsDePoles(tx)).filter((p) => p.etat === 'ouverte')}
          requises={await signaturesDUnPole(tx)}
          visee={await notreIdentiteEstVisee(tx)}
        />,
      )
    }),
  )
