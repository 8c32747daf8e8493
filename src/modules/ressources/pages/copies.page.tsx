import { Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit, liste, mots } from '#modules/organisme/index.ts'
import { licences } from '#modules/pole/index.ts'
import type { Services } from '#platform/services.ts'
import { Empty, Etat } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { parIdentifiant } from '#web/links.ts'
import { lireCopies, lireFichier } from '../db/ressources.ts'
import { direAttribution } from '../documents/composer-copie.ts'
import { aUneVersionPlusRecente, type Copie, type CopieId, estPerimee, genres } from '../domain/ressources.ts'
import { copiesUrl, fichierDeCopieUrl, ressourcesUrl, ressourceUrl } from '../liens.ts'
import { servir } from './servir-fichier.ts'

const etatDeCopie = (c: Copie, le: Date) =>
  aUneVersionPlusRecente(c)
    ? ({ etat: 'partiel', mot: `une version plus récente existe (${c.dernier})` } as const)
    : estPerimee(c, jourLocal(le, ZONE_PAR_DEFAUT))
      ? ({ etat: 'manquant', mot: 'droit plus vérifié' } as const)
      : ({ etat: 'prouve', mot: 'à jour' } as const)
const prise = (c: Copie) => jourLocal(c.priseLe, ZONE_PAR_DEFAUT)

const tableau = liste({
  lien: copiesUrl,
  droit: 'pole.lire',
  titre: 'Nos copies',
  lede: 'Les documents du pôle que la coopérative a pris. Chaque fichier s’ouvre sur son attribution ; au registre des ressources, il reste à adapter.',
  legende: 'Les copies prises, la plus récente d’abord',
  chercher: 'Chercher une copie',
  filtres: { q: mots('Titre, auteurs') },
  async lire(tx, { q }, page, taille) {
    const rang = (c: Copie) => `${c.priseLe.toISOString()} ${c.id}`
    const repere = page.cle?.join(' ')
    const avant = page.sens === 'avant'
    const lignes = (await lireCopies(tx))
      .filter((c) => {
        const texte = plier(`${c.titre} ${c.auteurs} ${c.cooperative}`)
        return plier(q)
          .split(' ')
          .every((m) => texte.includes(m))
      })
      .toSorted((a, b) => (rang(a) > rang(b) ? -1 : 1))
      .filter((c) => repere === undefined || (avant ? rang(c) > repere : rang(c) < repere))
    return (avant ? lignes.toReversed() : lignes).slice(0, taille + 1)
  },
  cle: (c) => [c.priseLe.toISOString(), c.id],
  colonnes: [
    {
      titre: 'Document',
      entete: true,
      cell: (c) => (
        <>
          <a href={ressourceUrl({ ressource: c.ressource })}>{c.titre}</a> <small>{c.cooperative}</small>
        </>
      ),
      csv: (c) => c.titre,
    },
    { titre: 'Genre', cell: (c) => genres[c.genre].nom, csv: (c) => genres[c.genre].nom },
    { titre: 'Version', nombre: true, cell: (c) => c.rang, csv: (c) => c.rang },
    {
      titre: 'État',
      cell: (c, { le }) => <Etat {...etatDeCopie(c, le)} />,
      csv: (c, { le }) => etatDeCopie(c, le).mot,
    },
    { titre: 'Licence', cell: (c) => licences[c.licence].nom, csv: (c) => licences[c.licence].nom },
    { titre: 'Prise le', cell: (c) => formaterDate(prise(c)), csv: (c) => prise(c) },
    {
      titre: 'Attribution',
      csv: (c, { visiteur }) =>
        direAttribution(c, visiteur.organisme?.nom ?? '')
          .map(([quoi, dit]) => `${quoi} : ${dit}`)
          .join(' ; '),
    },
    {
      titre: 'Fichier',
      cell: (c) => <a href={fichierDeCopieUrl({ copie: c.id })}>{c.fichierNom}</a>,
    },
  ],
  outils: () => [{ libelle: 'Ressources du pôle', href: ressourcesUrl() }],
  sansReponse: () => 'Aucune copie ne répond à cette recherche.',
  rien: () => (
    <Empty titre="La coopérative n’a encore pris aucune copie.">
      <p>
        Ouvrez un document du <a href={ressourcesUrl()}>pôle</a>, puis prenez-en une copie : elle se range à
        adapter au registre des ressources.
      </p>
    </Empty>
  ),
})

/** Les copies de la coopérative, et leur fichier, son attribution devant. */
export const copiesPage = (services: Services) =>
  new Hono<Env>()
    .get(parIdentifiant(fichierDeCopieUrl), exigerDroit('pole.lire'), (c) =>
      servir(c, services, async (tx) => {
        const [sortie] = await lireCopies(tx, asId<'CopieDeRessource'>(c.req.param('copie')) as CopieId)
        const fichier = sortie && (await lireFichier(tx, sortie.version))
        return sortie && fichier && { fichier, sortie }
      }),
    )
    .route('/', tableau(services))
