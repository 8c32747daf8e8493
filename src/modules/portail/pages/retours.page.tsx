import { Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import {
  agendaDesPoles,
  direPole,
  type Rencontre,
  type RetourEnListe,
  RetourLu,
  type RetourPublie,
  retourParAdresse,
  retourPublieUrl,
  retoursPublies,
} from '#modules/pole/index.ts'
import type { Services } from '#platform/services.ts'
import { Path } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { notFound } from '#web/http/errors.tsx'
import { enAtom } from '../domain/atom.ts'
import { fluxRetoursUrl, polesMetiersUrl, retoursUrl, unionUrl } from '../liens.ts'
import { Cadre } from './cadre.tsx'
import { JsonLd } from './json-ld.tsx'
import { EnPratique } from './pratique.tsx'
import { direRencontre, ListeRetours } from './union.page.tsx'

/** Ce que la liste et le flux montrent au plus. */
const taille = 100

const Depuis = ({ retours }: { retours: readonly RetourEnListe[] }) =>
  retours.length === 0 ? null : (
    <aside class="depuis" aria-labelledby="depuis">
      <h2 id="depuis">Et depuis</h2>
      <ol>
        {retours.map((t) => (
          <li>
            <a href={retourPublieUrl({ adresse: t.adresse })}>{t.contenu.titre}</a>
          </li>
        ))}
      </ol>
    </aside>
  )

const Voisine = ({ nom, t, sinon }: { nom: string; t: RetourEnListe | undefined; sinon: string }) => (
  <p>
    <span class="sub">{nom}</span>
    <br />
    {t ? <a href={retourPublieUrl({ adresse: t.adresse })}>{t.contenu.titre}</a> : sinon}
  </p>
)

const Page = ({
  t,
  freres,
  prochaine,
  origine,
}: {
  t: RetourPublie
  freres: readonly RetourEnListe[]
  /** Celle que le pôle convoque aujourd’hui. */
  prochaine: Rencontre | undefined
  origine: string
}) => {
  const { contenu } = t
  const adresse = `${origine}${retourPublieUrl({ adresse: t.adresse })}`
  const publie = jourLocal(t.publieLe, ZONE_PAR_DEFAUT)
  const avant = freres
    .filter((x) => x.contenu.rang < contenu.rang)
    .toSorted((a, b) => b.contenu.rang - a.contenu.rang)[0]
  const apres = freres
    .filter((x) => x.contenu.rang > contenu.rang)
    .toSorted((a, b) => a.contenu.rang - b.contenu.rang)
  return (
    <Cadre
      title={`Retour sur ${contenu.titre.charAt(0).toLowerCase()}${contenu.titre.slice(1)}`}
      description={contenu.chapo.slice(0, 200).toWellFormed()}
      canonique={adresse}
    >
      <div class="lecture">
        <Path
          chemin={[
            { libelle: 'Union', href: unionUrl() },
            { libelle: contenu.pole, href: polesMetiersUrl() },
          ]}
          title={`Rencontre du ${formaterDate(contenu.jour)}`}
        />
        <RetourLu
          // Le dernier retour d’un pôle dit où il en est : la rencontre convoquée depuis y a sa place.
          retour={
            apres.length === 0 && prochaine
              ? {
                  ...contenu,
                  prochaine: {
                    debut: prochaine.debut.toISOString(),
                    zone: prochaine.zone,
                    hote: prochaine.hote,
                    lieu: prochaine.lieu,
                  },
                }
              : contenu
          }
          niveau={1}
          publieLe={
            <>
              Publié le <time datetime={publie}>{formaterDate(publie)}</time>
            </>
          }
          pratique={
            <EnPratique
              pole={`le ${direPole(contenu.pole)}`}
              code={contenu.code}
              courriel={contenu.courriel}
            />
          }
          depuis={<Depuis retours={apres.slice(0, 6)} />}
        />
        <nav class="suivre" aria-label="Autres rencontres du pôle">
          <Voisine
            nom="Rencontre précédente"
            t={avant}
            sinon={contenu.rang === 1 ? 'Aucune : c’était la première.' : 'Son retour n’est pas publié.'}
          />
          <Voisine
            nom="Rencontre suivante"
            t={apres[0]}
            sinon={
              prochaine?.rang === contenu.rang + 1
                ? `Elle vient : ${direRencontre(prochaine)}.`
                : 'Rien n’en est publié pour l’instant.'
            }
          />
        </nav>
        <JsonLd
          donnees={{
            '@context': 'https://schema.org',
            '@type': 'Article',
            headline: contenu.titre,
            description: contenu.chapo,
            datePublished: t.publieLe.toISOString(),
            inLanguage: 'fr',
            url: adresse,
            author: { '@type': 'Organization', name: contenu.pole },
          }}
        />
      </div>
    </Cadre>
  )
}

/** `/retours`, `/retours/:adresse`, `/retours.atom` : les rencontres racontées, la dernière version de chacune. */
export const retoursPage = ({ db, config, clock }: Pick<Services, 'db' | 'config' | 'clock'>) =>
  new Hono<Env>()
    .get(retoursUrl(), async (c) => {
      const retours = await db.lire((tx) => retoursPublies(tx, { limite: taille }))
      return c.html(
        <Cadre
          title="Retours"
          description="Les rencontres des pôles, racontées par celles et ceux qui y étaient."
          canonique={`${config.origine}${retoursUrl()}`}
        >
          <div class="lecture publiques">
            <header class="tete">
              <h1>Retour sur…</h1>
              <p class="lede">Les rencontres des pôles : qui est venu, ce qui s’est dit, ce qui suit.</p>
            </header>
            {retours.length > 0 ? (
              <ListeRetours retours={retours} niveau={2} />
            ) : (
              <p>Aucun retour n’est encore publié. Un pôle publie le sien après chaque rencontre.</p>
            )}
            <p class="suite">
              <a href={fluxRetoursUrl()}>Suivre par un flux Atom</a>
            </p>
          </div>
        </Cadre>,
      )
    })
    .get(fluxRetoursUrl(), async (c) => {
      const retours = await db.lire((tx) => retoursPublies(tx, { limite: taille }))
      const { origine } = config
      return c.body(
        enAtom(
          {
            titre: 'Retours des pôles',
            url: `${origine}${fluxRetoursUrl()}`,
            page: `${origine}${retoursUrl()}`,
            le: clock.now(),
          },
          retours.map((t) => ({
            titre: t.contenu.titre,
            url: `${origine}${retourPublieUrl({ adresse: t.adresse })}`,
            le: t.publieLe,
            resume: t.contenu.chapo,
            auteur: t.contenu.pole,
          })),
        ),
        200,
        { 'content-type': 'application/atom+xml; charset=utf-8', 'cache-control': 'public, max-age=600' },
      )
    })
    .get(retourPublieUrl.modele, async (c) => {
      const adresse = c.req.param('adresse')
      if (!/^[a-z0-9-]{2,120}$/.test(adresse)) return notFound(c)
      const lus = await db.lire(async (tx) => {
        const t = await retourParAdresse(tx, adresse)
        return (
          t && {
            t,
            freres: await retoursPublies(tx, { limite: taille, code: t.contenu.code }),
            prochaine: (await agendaDesPoles(tx, clock.now(), t.contenu.code)).find(
              (r) => r.etat === 'convoquee' && r.rang > t.contenu.rang,
            ),
          }
        )
      })
      return lus ? c.html(<Page {...lus} origine={config.origine} />) : notFound(c)
    })
