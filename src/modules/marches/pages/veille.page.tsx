import { Hono } from 'hono'
import { enIcs } from '#kernel/ics.ts'
import { plier } from '#kernel/texte.ts'
import { exigerDroit, type Lecteur, liste, mots, parmi } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { abonnementsUrl, withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireSources } from '../db/avis.ts'
import type { AvisEnVeille } from '../domain/veille.ts'
import { echeancesSuivies } from '../lecture/agenda.ts'
import { lireVeille, type Veille } from '../lecture/lire-veille.ts'
import {
  agendaUrl,
  apporterUrl,
  attributionsUrl,
  aveugleUrl,
  avisUrl,
  coffreUrl,
  dossiersUrl,
  ecrireAvisUrl,
  leconsUrl,
  marchesUrl,
  profilUrl,
} from '../liens.ts'
import { direLieux, direLimite, EtatDAvis, EtatDesSources, motDEtat } from './commun.tsx'

const choix = {
  'a-lire': 'à lire',
  suivi: 'suivis',
  laisse: 'sans suite',
  ecarte: 'hors de vos filtres',
  annule: 'annulés',
  ferme: 'fermés',
} as const satisfies Record<AvisEnVeille['etat'], string>

const cherche = (a: AvisEnVeille, q: string): boolean => {
  const { avis } = a.lu
  const texte = plier(
    [avis.objet, avis.acheteur.nom, avis.idweb, ...avis.lots.map((l) => l.intitule)].join(' '),
  )
  return plier(q)
    .split(' ')
    .every((m) => texte.includes(m))
}

/** Sans terme, un avis se range après tous les autres. */
const cleDe = (a: AvisEnVeille): string => a.limite?.toISOString() ?? '9999'

/** La liste et ce qui l’entoure montrent la même veille : elle ne se lit qu’une fois par demande. */
const lues = new WeakMap<Lecteur, Promise<Veille>>()
const veilleDe = (tx: TenantTx, ici: Lecteur): Promise<Veille> => {
  const lue = lues.get(ici) ?? lireVeille(tx, ici.le)
  lues.set(ici, lue)
  return lue
}

export const veillePage = liste({
  lien: marchesUrl,
  droit: 'marches.lire',
  titre: 'Marchés',
  lede: 'Les avis publiés qui passent vos filtres, le plus proche d’abord. Ce que vous en faites ne se lit que chez vous.',
  section: { titre: 'Avis', id: 'avis' },
  legende: 'Les avis de marché',
  chercher: 'Chercher un avis',
  filtres: { q: mots('Mots de l’avis'), etat: parmi(choix, 'ouverts pour vous', 'Où ils en sont') },
  async lire(tx, { q, etat }, page, taille, ici) {
    const gardes = (await veilleDe(tx, ici)).avis.filter(
      (a) =>
        (etat === undefined ? a.etat === 'a-lire' || a.etat === 'suivi' : a.etat === etat) &&
        (q === '' || cherche(a, q)),
    )
    const [tri, id] = page.cle ?? []
    const avant = page.sens === 'avant'
    const range = (a: AvisEnVeille) => `${cleDe(a)} ${a.lu.avis.idweb}`
    const repere = page.cle && `${tri} ${id}`
    const suite = gardes
      .toSorted((a, b) => (range(a) < range(b) ? -1 : 1))
      .filter((a) => repere === undefined || (avant ? range(a) < repere : range(a) > repere))
    return (avant ? suite.toReversed() : suite).slice(0, taille + 1)
  },
  cle: (a) => [cleDe(a), a.lu.avis.idweb],
  idSur: () => true,
  colonnes: [
    {
      titre: 'Avis',
      entete: true,
      cell: (a) => (
        <>
          <a href={avisUrl({ avis: a.lu.avis.idweb })}>{a.lu.avis.objet ?? 'Sans objet publié'}</a>{' '}
          <small>
            {a.lu.avis.acheteur.nom ?? 'acheteur non publié'} · {direLieux(a)} · {a.lu.avis.idweb}
          </small>
          {a.rectificatifs.length > 0 ? (
            <small class="sub">rectifié par {a.rectificatifs.at(-1)?.avis.idweb}</small>
          ) : null}
        </>
      ),
      csv: (a) => a.lu.avis.objet,
    },
    { titre: 'idweb', csv: (a) => a.lu.avis.idweb },
    { titre: 'acheteur', csv: (a) => a.lu.avis.acheteur.nom },
    { titre: 'departements', csv: (a) => a.lu.avis.departements.join(' ') },
    { titre: 'cpv', csv: (a) => a.lu.avis.cpv.join(' ') },
    { titre: 'Ferme', cell: direLimite, csv: (a) => a.limite?.toISOString() ?? '' },
    {
      titre: 'Pourquoi',
      cell: (a) => <small>{a.raisons.join(' ; ') || 'aucun filtre n’est réglé'}</small>,
      csv: (a) => a.raisons.join(' ; '),
    },
    { titre: 'Chez vous', cell: (a) => <EtatDAvis a={a} />, csv: motDEtat },
  ],
  outils: ({ peut }) => [
    peut('marches.suivre') && { libelle: 'Régler les filtres', href: profilUrl() },
    peut('marches.suivre') && { libelle: 'Apporter des avis', href: apporterUrl() },
    peut('marches.suivre') && { libelle: 'Écrire un avis', href: ecrireAvisUrl() },
    peut('marches.repondre') && { libelle: 'Dossiers à plusieurs', href: dossiersUrl() },
    peut('marches.repondre') && { libelle: 'Coffre de pièces', href: coffreUrl() },
    { libelle: 'L’intérêt à l’aveugle', href: aveugleUrl() },
    { libelle: 'Qui a remporté quoi', href: attributionsUrl() },
    { libelle: 'Leçons du pôle', href: leconsUrl() },
    { libelle: 'Échéances suivies, agenda', href: agendaUrl() },
    { libelle: 'Les suivre dans mon agenda', href: withQuery(abonnementsUrl(), { quoi: 'marches' }) },
  ],
  autour: async (tx, ici) => {
    const [sources, veille] = [await lireSources(tx), await veilleDe(tx, ici)]
    const proche = veille.avis.find((a) => a.etat === 'ecarte' && a.reste !== null)
    return {
      avant: (
        <>
          <EtatDesSources sources={sources} />
          {veille.reglee || veille.avis.length === 0 ? null : (
            <p>
              Aucun filtre n’est réglé : tout ce qui est ouvert se montre.{' '}
              <a href={profilUrl()}>Dire ce que vous cherchez</a>
            </p>
          )}
        </>
      ),
      rien: proche ? (
        <div class="vide">
          <p>
            Aucun avis ouvert ne passe vos filtres. Le plus proche : «{' '}
            <a href={avisUrl({ avis: proche.lu.avis.idweb })}>
              {proche.lu.avis.objet ?? proche.lu.avis.idweb}
            </a>{' '}
             », écarté ({proche.raisons.join(' ; ')}).
          </p>
        </div>
      ) : (
        <div class="vide">
          <p>
            Aucun avis pour l’instant : ils arrivent du relevé du matin, ou d’un fichier que vous apportez.
          </p>
        </div>
      ),
    }
  },
  sansReponse: ({ q, etat }, { rien }) =>
    q === '' && etat === undefined ? (
      rien
    ) : (
      <div class="vide">
        <p>Aucun avis ne répond à ces filtres.</p>
      </div>
    ),
})

/** Les échéances des avis suivis, pour un agenda. */
export const agendaDesMarchesPage = ({ db, clock, config }: Pick<Services, 'db' | 'clock' | 'config'>) =>
  new Hono<Env>().get(agendaUrl.modele, exigerDroit('marches.lire'), (c) =>
    pourVisiteur(c, db, async (tx) => {
      const evenements = echeancesSuivies((await lireVeille(tx, clock.now())).avis, config.origine)
      return c.body(enIcs('Marchés suivis', evenements, clock.now()), 200, {
        'content-type': 'text/calendar; charset=utf-8',
        'content-disposition': 'attachment; filename="marches.ics"',
        'cache-control': 'private, no-store',
      })
    }),
  )
