import { Hono } from 'hono'
import { dateCivile, formaterDate } from '#kernel/dates.ts'
import { exigerDroit, peutSuivre, peutVisiteur } from '#modules/organisme/index.ts'
import { ButtonLink, Empty, FilterField, Filters, Page, Section, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { lireDateEcrite } from '#web/fields.ts'
import { forbidden } from '#web/http/errors.tsx'
import { conjointsUrl } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { fichesDuVivier, libresLe, maFiche } from '../db/vivier.ts'
import {
  chercher,
  direTerritoire,
  type Modalite,
  modalites,
  type Recherche,
  type Trouvee,
} from '../domain/vivier.ts'
import { appelsUrl, ficheUrl, formesUrl, maFicheUrl, missionsUrl, retoursUrl, vivierUrl } from '../liens.ts'

export const phraseVivier = 'Qui prépare des sessions cherche au vivier du pôle.'

/** Ce que l’adresse demande, tenue pour hostile. */
const lireRecherche = (q: (nom: string) => string | undefined): Recherche => {
  const jour = q('jour') ?? ''
  const lu = lireDateEcrite(jour)
  const modalite = q('modalite') ?? ''
  return {
    mots: (q('q') ?? '').toWellFormed().replaceAll('\0', '').trim().slice(0, 100),
    modalite: Object.hasOwn(modalites, modalite) ? (modalite as Modalite) : undefined,
    jour: lu.ok ? lu.value : dateCivile(jour),
  }
}

const Vue = ({
  r,
  trouvees,
  connues,
  mienne,
}: {
  r: Recherche
  trouvees: readonly Trouvee[]
  connues: number
  mienne: boolean
}) => (
  <Page
    title="Vivier"
    heading="Le vivier du pôle"
    lede="Des personnes qui forment, dans les coopératives voisines. Chacune écrit sa fiche et choisit qui la lit ; le pôle n’a rien vérifié : habiliter reste à vous."
  >
    <Section
      titre="Chercher"
      id="chercher"
      outils={[
        ...(mienne ? [{ libelle: 'Ma fiche', href: maFicheUrl() }] : []),
        { libelle: 'Appels à intervention', href: appelsUrl() },
        { libelle: 'Missions', href: missionsUrl() },
        { libelle: 'Retours de mission', href: retoursUrl() },
        { libelle: 'Responsables conjoints', href: conjointsUrl() },
        { libelle: 'Quelle forme pour une mission', href: formesUrl() },
      ]}
    >
      <Filters label="Chercher au vivier" action={vivierUrl()}>
        <FilterField name="q" label="Compétence, public, langue, ville" value={r.mots} />
        <FilterField
          name="modalite"
          label="Modalité"
          value={r.modalite ?? ''}
          options={[
            { value: '', label: 'toutes' },
            ...Object.entries(modalites).map(([value, label]) => ({ value, label })),
          ]}
        />
        <FilterField name="jour" label="Libre le" value={r.jour ? formaterDate(r.jour, 'chiffres') : ''} />
      </Filters>
      {trouvees.length > 0 ? (
        <>
          <Table
            legende="Les personnes du vivier qui répondent à cette recherche, et pourquoi"
            lignes={trouvees}
            colonnes={[
              {
                titre: 'Personne',
                entete: true,
                cell: ({ f }) => (
                  <>
                    <a href={ficheUrl({ fiche: f.fiche })}>{f.nom}</a> <small>{f.accroche}</small>
                  </>
                ),
              },
              { titre: 'Pourquoi', cell: ({ raisons }) => raisons.join(' ; ') },
              { titre: 'Coopérative', cell: ({ f }) => f.cooperative },
              { titre: 'Où', cell: ({ f }) => direTerritoire(f) },
            ]}
          />
          <p class="note">
            D’abord ce qu’une pièce montre, puis ce qui est déclaré. À égalité, la fiche relue le plus
            récemment. Ni note, ni prix : un plancher se demande.
          </p>
        </>
      ) : (
        <Empty
          titre={connues > 0 ? 'Personne ne répond à cette recherche.' : 'Aucune fiche ne se montre ici.'}
          {...(peutSuivre('vivier.ecrire') && {
            gestes: <ButtonLink href={maFicheUrl()}>Écrire ma fiche</ButtonLink>,
          })}
        >
          {connues > 0
            ? 'Ôtez un mot, ou un jour. Une personne peut aussi ne montrer sa fiche qu’à des coopératives choisies.'
            : 'Une fiche se lit quand la personne l’a écrite, et l’accepte. Elle la retire quand elle veut.'}
        </Empty>
      )}
    </Section>
  </Page>
)

export const vivierPage = new Hono<Env>().get(vivierUrl.modele, exigerDroit('vivier.lire'), (c) =>
  pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
    if (!peutVisiteur(visiteur, 'vivier.lire')) return forbidden(c, phraseVivier)
    const r = lireRecherche((nom) => c.req.query(nom))
    const fiches = await fichesDuVivier(tx)
    const trouvees = chercher(fiches, r, r.jour ? await libresLe(tx, r.jour) : new Map())
    // Qui n’écrit plus de fiche retire encore la sienne.
    const mienne = peutVisiteur(visiteur, 'vivier.ecrire') || (await maFiche(tx)) !== undefined
    return c.html(<Vue r={r} trouvees={trouvees} connues={fiches.length} mienne={mienne} />)
  }),
)
