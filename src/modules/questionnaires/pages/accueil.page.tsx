/** Les questionnaires de la coopérative : ce qui est ouvert, les modèles, et où lire le reste. */
import { Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { compter, plier } from '#kernel/texte.ts'
import { enseigneParDefaut, exigerDroit, liste, mots } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Alert, Button, ButtonLink, Empty, Etat, Form, Section, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { emptyForm } from '#web/form.ts'
import { conflict, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { estInstant } from '#web/pagination.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Campagne, estClose, listerCampagnes } from '../db/campagnes.ts'
import { listerModeles, type Modele } from '../db/modeles.ts'
import { listerASuivre } from '../db/reponses.ts'
import { type Genre, genres, listeGenres } from '../domain/genres.ts'
import { modelesPrets } from '../domain/modeles-prets.ts'
import { direPart, part } from '../domain/resultats.ts'
import { interrogerFinanceurs } from '../gestes/ouvrir-campagne.ts'
import { aujourdhui } from '../gestes/repondre.ts'
import {
  aSuivreUrl,
  campagneUrl,
  financeursUrl,
  modelePretUrl,
  modeleUrl,
  nouveauModeleUrl,
  publierUrl,
  questionnairesUrl,
  reglagesUrl,
  resultatsUrl,
} from '../liens.ts'
import { ecrit } from './commun.ts'

export const nommerRecueil = (c: Pick<Campagne, 'genre' | 'numero' | 'intitule' | 'jour'>): string =>
  c.intitule ? `${c.intitule} (${c.numero ?? ''})` : `Financeurs, ${c.jour.slice(0, 4)}`

type LigneModele = {
  readonly genre: Genre
  readonly titre: string
  readonly href: string
  readonly etat: 'prouve' | 'a-venir'
  readonly mot: string
  readonly questions: number
}
const lignesDe = (modeles: readonly Modele[]): LigneModele[] =>
  listeGenres.flatMap((genre): LigneModele[] => {
    const siens = modeles.filter((m) => m.genre === genre)
    const choisi = siens.some((m) => m.parDefaut)
    return [
      ...siens.map((m) => ({
        genre,
        titre: m.titre,
        href: modeleUrl({ modele: m.id }),
        etat: m.parDefaut ? ('prouve' as const) : ('a-venir' as const),
        mot: m.parDefaut ? 'modèle utilisé' : 'de côté',
        questions: m.contenu.questions.length,
      })),
      {
        genre,
        titre: `${modelesPrets[genre].titre}, modèle prêt`,
        href: modelePretUrl({ genre }),
        etat: choisi ? 'a-venir' : 'prouve',
        mot: choisi ? 'de côté' : 'modèle utilisé',
        questions: modelesPrets[genre].contenu.questions.length,
      },
    ]
  })

const Modeles = ({ modeles, compose }: { modeles: readonly Modele[]; compose: boolean }) => (
  <Section
    titre="Modèles"
    id="modeles"
    sous="Une version envoyée ne change plus : le modèle changé en fait une autre."
  >
    <Table
      legende="Modèles de questionnaires"
      lignes={lignesDe(modeles)}
      colonnes={[
        { titre: 'Modèle', entete: true, cell: (m) => <a href={m.href}>{m.titre}</a> },
        { titre: 'Genre', cell: (m) => genres[m.genre].nom },
        { titre: 'Sert', cell: (m) => <Etat etat={m.etat} mot={m.mot} /> },
        { titre: 'Questions', nombre: true, cell: (m) => m.questions },
      ]}
    />
    {compose ? (
      <p class="suite-f">
        <ButtonLink href={nouveauModeleUrl()}>Composer un questionnaire</ButtonLink>
      </p>
    ) : null}
  </Section>
)

const genresNommes = (mot: string): Genre[] => listeGenres.filter((g) => plier(genres[g].nom).includes(mot))

export const accueilPage = liste({
  lien: questionnairesUrl,
  droit: 'questionnaires.lire',
  ferme: 'Vous lisez les questionnaires de vos sessions, depuis la page de chacune.',
  titre: 'Questionnaires',
  lede: 'Le besoin avant, les acquis à la fin, l’avis de chacun ensuite : les modèles sont prêts, et partent par session.',
  section: { titre: 'Recueils', id: 'recueils' },
  legende: 'Recueils',
  chercher: 'Chercher un recueil',
  filtres: { q: mots('Session ou questionnaire') },
  lire: async (tx, { q }, page, taille, { le }) => {
    const cherches = plier(q).split(' ').filter(Boolean).slice(0, 8)
    const lus = await listerCampagnes(
      tx,
      cherches.map((mot) => ({ mot, genres: genresNommes(mot) })),
      page,
      taille,
    )
    return lus.map((c) => ({ ...c, close: estClose(c, aujourdhui(le)) }))
  },
  cle: (c) => [c.ouverteLe.toISOString(), c.id],
  cleSure: estInstant,
  colonnes: [
    {
      titre: 'De quoi',
      entete: true,
      cell: (c) => <a href={campagneUrl({ campagne: c.id })}>{nommerRecueil(c)}</a>,
    },
    { titre: 'Questionnaire', cell: (c) => `${genres[c.genre].nom}${c.anonyme ? ', anonyme' : ''}` },
    {
      titre: 'État',
      cell: (c) =>
        c.close ? (
          <Etat etat="sans-objet" mot="clos" />
        ) : (
          <Etat etat="a-venir" mot={`ouvert jusqu’au ${formaterDate(c.fermeLe, 'court')}`} />
        ),
    },
    { titre: 'Réponses', nombre: true, cell: (c) => `${c.reponses} sur ${c.sollicites}` },
    { titre: 'Taux', nombre: true, cell: (c) => direPart(part(c.reponses, c.sollicites)) },
    { titre: 'session', csv: (c) => c.numero },
    { titre: 'intitule', csv: nommerRecueil },
    { titre: 'questionnaire', csv: (c) => genres[c.genre].nom },
    { titre: 'ouvert_le', csv: (c) => aujourdhui(c.ouverteLe) },
    { titre: 'ferme_le', csv: (c) => c.fermeLe },
    { titre: 'sollicites', csv: (c) => c.sollicites },
    { titre: 'reponses', csv: (c) => c.reponses },
  ],
  autour: async (tx: TenantTx, { visiteur }) => {
    const aSuivre = (await listerASuivre(tx, { sansSuite: true, max: 500 })).length
    const compose = ecrit(visiteur, 'questionnaires.composer')
    return {
      sous: 'Un par session et par questionnaire.',
      outils: [
        { libelle: 'Résultats et tendances', href: resultatsUrl() },
        { libelle: 'Réponses à suivre', href: aSuivreUrl() },
        { libelle: 'Résultats publiés', href: publierUrl() },
        compose && { libelle: 'Ce qui part seul, rappels', href: reglagesUrl() },
      ],
      avant:
        aSuivre > 0 ? (
          <Alert genre="mal" fort={compter(aSuivre, 'réponse à suivre', { pluriel: 'réponses à suivre' })}>
            Une personne mécontente, ou qui demande qu’on la rappelle. <a href={aSuivreUrl()}>Les lire</a>.
          </Alert>
        ) : null,
      dedans: ecrit(visiteur, 'questionnaires.envoyer') ? (
        <Form form={emptyForm()} action={financeursUrl()} classe="suite-f">
          <p class="sub">
            Les financeurs se consultent au moins une fois par an, pas à chaque action (RNQ, indicateur 30).
          </p>
          <p>
            <Button>Interroger les financeurs de l’année</Button>
          </p>
        </Form>
      ) : null,
      apres: <Modeles modeles={await listerModeles(tx)} compose={compose} />,
    }
  },
  rien: () => (
    <Empty titre="Aucun questionnaire n’est encore parti">
      Ouvrez une session, puis « Questionnaires » : chacun y dit le jour où il part. Ils peuvent aussi partir
      seuls, si vous le demandez aux réglages.
    </Empty>
  ),
  sansReponse: () => <Empty titre="Aucun recueil ne porte ces mots" />,
})

export const financeursPage = new Hono<Env>().post(
  financeursUrl(),
  exigerDroit('questionnaires.envoyer'),
  (c) => {
    const { db, clock } = c.get('services')
    return pourVisiteur(c, db, async (tx, visiteur) => {
      const maison = await enseigneParDefaut(tx, visiteur)
      const organisme = visiteur.organisme?.id
      if (!ecrit(visiteur, 'questionnaires.envoyer') || !maison || !organisme) return notFound(c)
      const le = clock.now()
      const fait = await interrogerFinanceurs(tx, maison.id, { organisme, le, jour: aujourdhui(le) })
      if (!fait.ok) return conflict(c, fait.error.phrase, 'Rien n’est parti')
      return redirectWith(c, campagneUrl({ campagne: fait.value.campagne.id }), {
        genre: 'fait',
        fort: `${compter(fait.value.envoyees, 'message part', { pluriel: 'messages partent', zero: 'Aucun message ne part' })}.`,
        ...(fait.value.sansAdresse > 0
          ? { suite: `${compter(fait.value.sansAdresse, 'financeur')} sans adresse : complétez sa fiche.` }
          : {}),
      })
    })
  },
)
