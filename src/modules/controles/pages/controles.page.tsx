import { Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { compter, plier } from '#kernel/texte.ts'
import { heureLocale, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { droits, exigerDroit, liste, mots, parmi, peutSuivre } from '#modules/organisme/index.ts'
import { Button, Empty, Etat, Form } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { emptyForm } from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { estInstant } from '#web/pagination.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  type ConstatListe,
  compterReprises,
  dernierPassage,
  type EtatConstat,
  listerConstats,
  type Passage,
} from '../db/constats.ts'
import { direPourquoi } from '../domain/regle.ts'
import { regles } from '../domain/regles.ts'
import { nommerPhrases } from '../gestes/relever.ts'
import { repasserPartout } from '../gestes/repasser.ts'
import { etatDe, motEtat, motGravite } from '../lecture/mots.ts'
import { controlesUrl, jugerHref, lireOu, reglagesUrl, remedeUrl, sessionControlesUrl } from '../liens.ts'
import { peutRepasser } from './commun.ts'

const parCode = new Map(regles.map((r) => [r.code, r]))
const jour = (le: Date) => formaterDate(jourLocal(le, ZONE_PAR_DEFAUT), 'court')

/** Là où l’on répare ; ce que rien ne répare s’explique, là où il se juge. */
const Reparer = ({ c }: { c: ConstatListe }) => {
  const remede = parCode.get(c.regle)?.remede ?? 'Voir'
  if (remede !== direPourquoi) return <a href={remedeUrl(c.session, lireOu(c.ou))}>{remede}</a>
  return peutSuivre('controles.juger', { liste: true }) ? (
    <a href={jugerHref(c.session, c)}>{remede}</a>
  ) : (
    <a href={remedeUrl(c.session, lireOu(c.ou))}>Voir</a>
  )
}

const EtatDuConstat = ({ c }: { c: ConstatListe }) =>
  c.etat === 'referme' ? (
    <Etat etat="prouve" mot={`refermé le ${c.refermeLe ? jour(c.refermeLe) : ''}`} />
  ) : c.etat === 'accepte' ? (
    <>
      <Etat etat="sans-objet" mot="accepté" />{' '}
      <small class="sub">
        {c.parNom} : {c.motif}
      </small>
    </>
  ) : (
    <Etat etat={etatDe[c.gravite]} mot={motGravite[c.gravite]} />
  )

/** « 212 contrôles passés à 3 h 10. Trois trous nouveaux, un refermé. » */
export const direPassage = (p: Passage): string =>
  `${compter(p.passes, 'contrôle passé', { pluriel: 'contrôles passés', zero: 'aucun contrôle' })} le ${jour(p.le)} à ${formaterHeure(heureLocale(p.le, ZONE_PAR_DEFAUT).minute)} sur ${compter(p.sessions, 'session')}. ${compter(p.nouveaux, 'constat nouveau', { pluriel: 'constats nouveaux', zero: 'Aucun constat nouveau' })}, ${compter(p.refermes, 'refermé', { pluriel: 'refermés', zero: 'aucun refermé' })}.`

const etats: Readonly<Record<EtatConstat | 'tous', string>> = { ...motEtat, tous: 'tous' }
const estEtat = (texte: string): texte is keyof typeof etats => Object.hasOwn(etats, texte)

/** Les constats d’une coopérative ; un formateur y lit ceux de ses sessions. */
export const controlesPage = liste({
  lien: controlesUrl,
  droit: 'emargement.lire',
  entre: () => true,
  titre: 'Contrôles',
  lede: 'Ce qui ne concorde pas entre les feuilles, les pièces et les heures, sur toutes les sessions commencées.',
  section: { titre: 'Constats', id: 'constats' },
  legende: 'Constats, du plus récent au plus ancien',
  chercher: 'Filtrer les constats',
  filtres: {
    q: mots('Session'),
    // Sans rien dire, ceux qui restent ouverts.
    etat: {
      label: 'État',
      lire: (brut) => (estEtat(brut) ? brut : 'ouvert'),
      options: Object.entries(etats).map(([value, label]) => ({ value, label })),
    },
    gravite: parmi(motGravite, 'toutes', 'Gravité'),
    regle: parmi(Object.fromEntries(regles.map((r) => [r.code, r.titre])), 'toutes', 'Règle'),
  },
  lire: async (tx, { q, etat, ...filtre }, page, taille, { peut, visiteur }) => {
    const lues = await listerConstats(
      tx,
      {
        ...filtre,
        etat: etat === 'tous' ? undefined : etat,
        mots: plier(q).split(' ').filter(Boolean).slice(0, 8),
        anime: peut('emargement.lire') ? undefined : visiteur.personneId,
      },
      page,
      taille,
    )
    const dire = await nommerPhrases(
      tx,
      lues.map((c) => c.phrase),
    )
    return lues.map((c) => ({ ...c, dit: dire(c.phrase) }))
  },
  cle: (c) => [c.ouvertLe.toISOString(), c.id],
  cleSure: estInstant,
  tailleExport: 5000,
  colonnes: [
    {
      titre: 'Constat',
      entete: true,
      cell: (c) => (
        <>
          <strong>{parCode.get(c.regle)?.titre ?? c.regle}</strong>
          <br />
          {c.dit}
        </>
      ),
    },
    {
      titre: 'Session',
      cell: (c) => (
        <>
          <a href={sessionControlesUrl({ session: c.session })}>{c.numero}</a>
          <br />
          <small>{c.intitule}</small>
        </>
      ),
    },
    { titre: 'Depuis', cell: (c) => jour(c.ouvertLe) },
    { titre: 'État', cell: (c) => <EtatDuConstat c={c} /> },
    {
      titre: 'Réparer',
      cell: (c) => (c.etat === 'ouvert' ? <Reparer c={c} /> : ''),
    },
    { titre: 'Session', csv: (c) => c.numero },
    { titre: 'Intitulé', csv: (c) => c.intitule },
    { titre: 'Règle', csv: (c) => parCode.get(c.regle)?.titre ?? c.regle },
    { titre: 'Gravité', csv: (c) => motGravite[c.gravite] },
    { titre: 'Constat', csv: (c) => c.dit },
    { titre: 'Ouvert le', csv: (c) => jour(c.ouvertLe) },
    { titre: 'Refermé le', csv: (c) => (c.refermeLe ? jour(c.refermeLe) : '') },
    { titre: 'État', csv: (c) => motEtat[c.etat] },
    { titre: 'Accepté par', csv: (c) => c.parNom },
    { titre: 'Motif', csv: (c) => c.motif },
  ],
  autour: async (tx, { peut, visiteur }) => {
    const [passage, reprises] = await Promise.all([dernierPassage(tx), compterReprises(tx)])
    return {
      sous: passage ? direPassage(passage) : 'Pas encore de passage : la première nuit vient.',
      outils: [peut('organisme.regler') && { libelle: 'Rappels et avis', href: reglagesUrl() }],
      dedans: (
        <>
          {reprises > 0 ? (
            <p class="sub">
              {compter(reprises, 'session vient', { pluriel: 'sessions viennent' })} d’un historique repris :
              leurs feuilles, leurs conventions et leurs certificats sont dans vos anciens dossiers, que les
              contrôles ne lisent pas. Gardez-les : ce sont eux que l’on vous demandera.
            </p>
          ) : null}
          {peutRepasser(visiteur) ? (
            <Form form={emptyForm()} action={controlesUrl()} classe="">
              <p>
                <Button>Repasser sur toutes les sessions</Button>
              </p>
            </Form>
          ) : null}
        </>
      ),
      rien: (
        <Empty titre={passage ? 'Aucun constat ouvert.' : 'Vos sessions n’ont pas encore été relues.'}>
          Chaque nuit, les règles relisent les sessions commencées : signatures, lieux, dates, pièces, heures.
          Ce qui ne concorde pas s’ouvre ici, et se referme de lui-même une fois réparé.
        </Empty>
      ),
    }
  },
  sansReponse: ({ q, etat, gravite, regle }, { rien }) =>
    q === '' && etat === 'ouvert' && !gravite && !regle ? rien : 'Aucun constat ne répond à ces filtres.',
})

/** Toute la coopérative, tout de suite : la tâche de la nuit, sans l’attendre. */
export const repasserPage = new Hono<Env>().post(controlesUrl(), exigerDroit('emargement.lire'), (c) =>
  pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
    if (!peutRepasser(visiteur) || !visiteur.organisme)
      return forbidden(c, droits['documents.emettre'].phrase)
    await repasserPartout(tx, visiteur.organisme.id)
    return redirectWith(c, controlesUrl(), {
      genre: 'fait',
      fort: 'Les contrôles repassent sur toutes les sessions.',
      suite: 'La liste se met à jour dans un instant.',
    })
  }),
)
