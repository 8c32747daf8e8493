import { Hono } from 'hono'
import { dateDe } from '#kernel/dates.ts'
import { asId, type Id } from '#kernel/id.ts'
import { instantDe, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { imagesDuRecit, type PoleOuvert, polesOuverts, Recit } from '#modules/pole/index.ts'
import type { PublicTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { FilterField, Filters, Path } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { notFound } from '#web/http/errors.tsx'
import { withQuery } from '#web/links.ts'
import { decodeCursor, encodeCursor } from '#web/pagination.ts'
import { imageDuBrouillon } from '../db/actualites.ts'
import {
  imageParue,
  type Nouvelle,
  type NouvelleEntiere,
  nouvelleParAdresse,
  nouvelles,
  type Rayon,
  rayons,
  type TaillesDImages,
  taillesDesImages,
} from '../db/parutions.ts'
import { type EntreeAtom, enAtom } from '../domain/atom.ts'
import { enJsonFeed, enRss } from '../domain/flux.ts'
import {
  actualitesAtomUrl,
  actualitesJsonUrl,
  actualitesRssUrl,
  actualitesUrl,
  actualiteUrl,
  illustrationUrl,
  unionUrl,
} from '../liens.ts'
import { Cadre } from './cadre.tsx'
import { JsonLd } from './json-ld.tsx'
import { Illustration, ListeNouvelles, Quand } from './nouvelles.tsx'

const taille = 20

type Choix = { pole: string; etiquette: string; annee: string }
const net = (t: string | undefined) => (t ?? '').toWellFormed().replaceAll('\0', '').slice(0, 60)

/** Une valeur inconnue est une absence, jamais une erreur. */
const lireChoix = (lire: (nom: string) => string | undefined): Choix => ({
  pole: /^[a-z0-9-]{2,60}$/.test(lire('pole') ?? '') ? (lire('pole') ?? '') : '',
  etiquette: net(lire('etiquette')),
  annee: /^(19|20)\d\d$/.test(lire('annee') ?? '') ? (lire('annee') ?? '') : '',
})
const debutDe = (annee: number): Date | undefined => {
  const jour = dateDe(annee, 1, 1)
  return jour && instantDe(jour, 0, ZONE_PAR_DEFAUT).instant
}
const enFiltre = (c: Choix) => ({
  pole: c.pole || undefined,
  etiquette: c.etiquette || undefined,
  du: c.annee ? debutDe(Number(c.annee)) : undefined,
  au: c.annee ? debutDe(Number(c.annee) + 1) : undefined,
})
const lireRepere = (brut: string | undefined) => {
  const [le, id] = decodeCursor(brut, 2) ?? []
  const instant = typeof le === 'string' ? new Date(le) : undefined
  const qui = typeof id === 'string' ? asId<'Actualite'>(id) : undefined
  return instant && qui && !Number.isNaN(instant.getTime()) ? { le: instant, id: qui } : undefined
}

const optionsDe = (rayon: readonly Rayon[], tout: string) => [
  { value: '', label: tout },
  ...rayon.map((r) => ({ value: r.nom, label: `${r.nom} (${r.nombre})` })),
]

type ListeProps = {
  choix: Choix
  lues: readonly Nouvelle[]
  suite: string | undefined
  annees: readonly Rayon[]
  etiquettes: readonly Rayon[]
  poles: readonly PoleOuvert[]
  origine: string
}
const Liste = ({ choix, lues, suite, annees, etiquettes, poles, origine }: ListeProps) => {
  const filtre = Object.values(choix).some((v) => v !== '')
  return (
    <Cadre
      title={choix.annee ? `Actualités de ${choix.annee}` : 'Actualités'}
      description="Les nouvelles des pôles et des coopératives : ce qui s’y fait, ce qui s’y prépare."
      canonique={`${origine}${actualitesUrl()}`}
    >
      <div class="lecture publiques">
        <header class="tete">
          <h1>{choix.annee ? `Actualités de ${choix.annee}` : 'Actualités'}</h1>
          <p class="lede">Ce que les pôles et leurs coopératives font savoir.</p>
        </header>
        {annees.length > 0 ? (
          <Filters label="Choisir des actualités" action={actualitesUrl()}>
            <FilterField
              name="pole"
              label="Pôle"
              value={choix.pole}
              options={[{ value: '', label: 'tous' }, ...poles.map((p) => ({ value: p.code, label: p.nom }))]}
            />
            <FilterField
              name="etiquette"
              label="Étiquette"
              value={choix.etiquette}
              options={optionsDe(etiquettes, 'toutes')}
            />
            <FilterField
              name="annee"
              label="Archives"
              value={choix.annee}
              options={optionsDe(annees, 'toutes')}
            />
          </Filters>
        ) : null}
        {lues.length > 0 ? (
          <ListeNouvelles nouvelles={lues} />
        ) : filtre ? (
          <p>
            Aucune actualité ne répond à ce choix. <a href={actualitesUrl()}>Voir toutes les actualités</a>
          </p>
        ) : (
          <p>
            Aucune actualité n’a encore paru. Qui anime un pôle écrit les siennes depuis la page du pôle, les
            relit, puis les fait paraître.
          </p>
        )}
        {suite ? (
          <p class="suite">
            <a href={suite} rel="next">
              Plus anciennes
            </a>
          </p>
        ) : null}
        <p class="suite sub">
          Suivre : <a href={actualitesRssUrl()}>RSS</a>, <a href={actualitesAtomUrl()}>Atom</a>,{' '}
          <a href={actualitesJsonUrl()}>JSON Feed</a>
        </p>
      </div>
    </Cadre>
  )
}

const Entiere = ({
  n,
  tailles,
  origine,
}: {
  n: NouvelleEntiere
  tailles: TaillesDImages
  origine: string
}) => {
  const url = `${origine}${actualiteUrl({ adresse: n.adresse })}`
  return (
    <Cadre title={n.titre} description={(n.chapo || n.titre).slice(0, 200).toWellFormed()} canonique={url}>
      <div class="lecture">
        <Path
          chemin={[
            { libelle: 'Union', href: unionUrl() },
            { libelle: 'Actualités', href: actualitesUrl() },
          ]}
          title={n.titre}
        />
        <article class="recit actualite">
          <header>
            <p class="sur">{n.pole}</p>
            <h1>{n.titre}</h1>
            <p class="sub">
              Publié le <Quand le={n.le} />
              {n.changeeLe.getTime() - n.le.getTime() > 86_400_000 ? (
                <>
                  , repris le <Quand le={n.changeeLe} />
                </>
              ) : null}
            </p>
          </header>
          {n.etiquettes.length > 0 ? (
            <aside class="fiche" aria-labelledby="etiquettes">
              <h2 class="unseen" id="etiquettes">
                Étiquettes
              </h2>
              <ul class="etiquettes">
                {n.etiquettes.map((e) => (
                  <li>
                    <a href={withQuery(actualitesUrl(), { etiquette: e })}>{e}</a>
                  </li>
                ))}
              </ul>
            </aside>
          ) : (
            <div class="fiche" />
          )}
          <div class="prose recit-lu">
            {n.chapo ? <p class="chapo">{n.chapo}</p> : null}
            {n.image ? <Illustration image={n.image} grande /> : null}
            <Recit
              texte={n.corps}
              image={(id, alt) => {
                const t = tailles.get(id)
                // Une image qui n'est plus là ne laisse que ce qu'elle montrait.
                return t ? <Illustration image={{ id: id as Id<'Image'>, alt, ...t }} grande /> : alt
              }}
            />
            {n.sourceNom || n.sourceUrl ? (
              <p class="sub">
                Source :{' '}
                {n.sourceUrl ? (
                  <a href={n.sourceUrl} rel="nofollow noopener">
                    {n.sourceNom || n.sourceUrl}
                  </a>
                ) : (
                  n.sourceNom
                )}
              </p>
            ) : null}
          </div>
        </article>
        <nav class="suivre" aria-label="Autres actualités">
          <p>
            <span class="sub">Précédente</span>
            <br />
            {n.avant ? <a href={actualiteUrl(n.avant)}>{n.avant.titre}</a> : 'Aucune : c’est la première.'}
          </p>
          <p>
            <span class="sub">Suivante</span>
            <br />
            {n.apres ? <a href={actualiteUrl(n.apres)}>{n.apres.titre}</a> : 'Aucune pour l’instant.'}
          </p>
        </nav>
        <JsonLd
          donnees={{
            '@context': 'https://schema.org',
            '@type': 'NewsArticle',
            headline: n.titre,
            description: n.chapo,
            datePublished: n.le.toISOString(),
            dateModified: n.changeeLe.toISOString(),
            inLanguage: 'fr',
            url,
            keywords: n.etiquettes,
            author: { '@type': 'Organization', name: n.pole },
            ...(n.image
              ? { image: `${origine}${illustrationUrl({ image: n.image.id, taille: 'grande' })}` }
              : {}),
          }}
        />
      </div>
    </Cadre>
  )
}

const enEntrees = (lues: readonly Nouvelle[], origine: string): EntreeAtom[] =>
  lues.map((n) => ({
    titre: n.titre,
    url: `${origine}${actualiteUrl({ adresse: n.adresse })}`,
    le: n.le,
    resume: n.chapo,
    auteur: n.pole,
  }))

const flux = [
  [actualitesAtomUrl(), 'application/atom+xml; charset=utf-8', enAtom],
  [actualitesRssUrl(), 'application/rss+xml; charset=utf-8', enRss],
  [actualitesJsonUrl(), 'application/feed+json; charset=utf-8', enJsonFeed],
] as const

/** `/actualites`, `/actualites/:adresse`, leurs illustrations et leurs flux (par pôle, par étiquette). */
export const actualitesPage = ({ db, config, clock }: Pick<Services, 'db' | 'config' | 'clock'>) => {
  const app = new Hono<Env>()
    .get(actualitesUrl(), async (c) => {
      const choix = lireChoix((nom) => c.req.query(nom))
      const lu = await db.lire(async (tx) => ({
        lues: await nouvelles(tx, clock.now(), taille + 1, {
          ...enFiltre(choix),
          avant: lireRepere(c.req.query('apres')),
        }),
        poles: await polesOuverts(tx),
        ...(await rayons(tx, clock.now())),
      }))
      const lues = lu.lues.slice(0, taille)
      const derniere = lues.at(-1)
      const suite =
        lu.lues.length > taille && derniere
          ? withQuery(actualitesUrl(), {
              ...choix,
              apres: encodeCursor([derniere.le.toISOString(), derniere.id]),
            })
          : undefined
      return c.html(<Liste {...lu} choix={choix} lues={lues} suite={suite} origine={config.origine} />)
    })
    .get(illustrationUrl.modele, async (c) => {
      const id = asId<'Image'>(c.req.param('image'))
      const quoi = c.req.param('taille')
      if (!id || (quoi !== 'grande' && quoi !== 'petite')) return notFound(c)
      const petite = quoi === 'petite'
      const parue = await db.lire((tx) => imageParue(tx, id, petite, clock.now()))
      const visiteur = c.get('visiteur')
      const octets =
        parue ?? (visiteur && (await db.withTenant(visiteur.acces, (tx) => imageDuBrouillon(tx, id, petite))))
      return octets
        ? c.body(new Uint8Array(octets), 200, {
            'content-type': 'image/webp',
            // Une image ne change jamais sous son identifiant. Celle d'un brouillon ne se garde qu'un instant.
            'cache-control': parue ? 'public, max-age=31536000, immutable' : 'private, no-store',
          })
        : notFound(c)
    })
    .get(actualiteUrl.modele, async (c) => {
      const adresse = c.req.param('adresse')
      if (!/^[a-z0-9-]{2,120}$/.test(adresse)) return notFound(c)
      const lue = await db.lire(async (tx) => {
        const n = await nouvelleParAdresse(tx, adresse, clock.now())
        // La plupart des textes n'ont pas d'image : ils ne demandent rien de plus.
        const tailles: TaillesDImages =
          n && imagesDuRecit(n.corps).length > 0
            ? await taillesDesImages(tx, adresse, clock.now())
            : new Map()
        return n && { n, tailles }
      })
      return lue ? c.html(<Entiere {...lue} origine={config.origine} />) : notFound(c)
    })
  const lireFlux = (tx: PublicTx, choix: Choix) => nouvelles(tx, clock.now(), 50, enFiltre(choix))
  for (const [chemin, type, ecrire] of flux)
    app.get(chemin, async (c) => {
      const choix = lireChoix((nom) => c.req.query(nom))
      const lues = await db.lire((tx) => lireFlux(tx, choix))
      const { origine } = config
      const quoi = [choix.pole, choix.etiquette].filter(Boolean).join(', ')
      return c.body(
        ecrire(
          {
            titre: quoi ? `Actualités : ${quoi}` : 'Actualités des pôles',
            url: `${origine}${withQuery(chemin, choix)}`,
            page: `${origine}${withQuery(actualitesUrl(), choix)}`,
            le: clock.now(),
          },
          enEntrees(lues, origine),
        ),
        200,
        { 'content-type': type },
      )
    })
  return app
}
