import { Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { direPole, LireVersion, licences, type PoleOuvert, polesOuverts } from '#modules/pole/index.ts'
import type { Services } from '#platform/services.ts'
import { Definitions, FilterField, Filters, Path, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { notFound } from '#web/http/errors.tsx'
import { fichierAEnregistrer } from '#web/http/fichier.ts'
import { gardee } from '#web/links.ts'
import { derniereDeChacun, fichierOuvert, type VersionOuverte, versionsOuvertes } from '../db/livrables.ts'
import { fichierOuvertUrl, livrableOuvertUrl, livrablesUrl, unionUrl } from '../liens.ts'
import { Cadre } from './cadre.tsx'
import { JsonLd } from './json-ld.tsx'

const adressesDesLicences: Readonly<Record<string, string>> = {
  'cc-by': 'https://creativecommons.org/licenses/by/4.0/deed.fr',
  'cc-by-sa': 'https://creativecommons.org/licenses/by-sa/4.0/deed.fr',
  'cc-by-nc-sa': 'https://creativecommons.org/licenses/by-nc-sa/4.0/deed.fr',
}

const fichierDe = (v: VersionOuverte) =>
  fichierOuvertUrl({ livrable: v.livrable, version: String(v.version) })

/** En un mot : est-elle encore à jour, et l'a-t-on relue. */
const direEtat = (v: VersionOuverte, jour: string): string =>
  [
    v.valableAu && v.valableAu < jour
      ? `périmé depuis le ${formaterDate(v.valableAu)}`
      : v.valableAu
        ? `valable jusqu’au ${formaterDate(v.valableAu)}`
        : '',
    v.bonnes > 0 ? compter(v.bonnes, 'relecture') : 'en relecture',
  ]
    .filter(Boolean)
    .join(', ')

export const ListeLivrables = ({
  livrables,
  jour,
}: {
  livrables: readonly VersionOuverte[]
  jour: string
}) => (
  <ul class="fiches">
    {livrables.map((v) => (
      <li>
        <h2>
          <a href={livrableOuvertUrl({ livrable: v.livrable })}>{v.titre}</a>
        </h2>
        {v.note ? <p>{v.note}</p> : null}
        <p class="sub">
          {v.pole}, {v.groupe}. Version {v.version} du {formaterDate(v.dateLe)}, {licences[v.licence].nom},{' '}
          {direEtat(v, jour)}.
        </p>
      </li>
    ))}
  </ul>
)

const Liste = (p: {
  livrables: readonly VersionOuverte[]
  poles: readonly PoleOuvert[]
  pole: string
  jour: string
  origine: string
}) => (
  <Cadre
    title="Livrables"
    description="Ce que les groupes de travail des pôles ont livré, et que chacun peut reprendre sous licence libre."
    canonique={`${p.origine}${livrablesUrl()}`}
  >
    <div class="lecture publiques">
      <header class="tete">
        <h1>Livrables</h1>
        <p class="lede">
          Ce que les groupes de travail ont écrit, et que chacun peut reprendre sous licence libre.
        </p>
      </header>
      {p.poles.length > 1 ? (
        <Filters label="Choisir un pôle" action={livrablesUrl()}>
          <FilterField
            name="pole"
            label="Pôle"
            value={p.pole}
            options={[{ value: '', label: 'tous' }, ...p.poles.map((x) => ({ value: x.code, label: x.nom }))]}
          />
        </Filters>
      ) : null}
      {p.livrables.length > 0 ? (
        <ListeLivrables livrables={p.livrables} jour={p.jour} />
      ) : (
        <p>
          Rien encore à reprendre ici. Un groupe de travail livre sous une licence libre, et le document
          paraît.
        </p>
      )}
    </div>
  </Cadre>
)

const Un = ({
  versions,
  jour,
  origine,
}: {
  versions: readonly [VersionOuverte, ...VersionOuverte[]]
  jour: string
  origine: string
}) => {
  const [v] = versions
  const url = `${origine}${livrableOuvertUrl({ livrable: v.livrable })}`
  const licence = adressesDesLicences[v.licence] ?? ''
  return (
    <Cadre title={v.titre} description={(v.note || v.titre).slice(0, 200).toWellFormed()} canonique={url}>
      <div class="lecture publiques">
        <Path
          chemin={[
            { libelle: 'Union', href: unionUrl() },
            { libelle: 'Livrables', href: livrablesUrl() },
          ]}
          title={v.groupe}
        />
        <header class="tete">
          <h1>{v.titre}</h1>
          {v.note ? <p class="lede">{v.note}</p> : null}
        </header>
        <Definitions
          lignes={[
            ['À lire', <LireVersion v={v} fichier={fichierDe(v)} />],
            ['Par', `le groupe « ${v.groupe} » du ${direPole(v.pole)}`],
            ['Version', `${v.version}, datée du ${formaterDate(v.dateLe)}`],
            ['État', direEtat(v, jour)],
            [
              'Licence',
              <>
                <a href={licence} rel="license noopener">
                  {licences[v.licence].nom}
                </a>{' '}
                : {licences[v.licence].phrase}
              </>,
            ],
          ]}
        />
        {versions.length > 1 ? (
          <>
            <h2>Versions</h2>
            <Table
              legende="Versions de ce livrable"
              lignes={versions}
              colonnes={[
                { titre: 'Version', entete: true, cell: (x) => `Version ${x.version}` },
                { titre: 'Datée du', cell: (x) => formaterDate(x.dateLe) },
                { titre: 'Licence', cell: (x) => licences[x.licence].nom },
                { titre: 'Apporte', cell: (x) => x.note || 'rien de dit' },
                { titre: 'À lire', cell: (x) => <LireVersion v={x} fichier={fichierDe(x)} /> },
              ]}
            />
          </>
        ) : null}
        <JsonLd
          donnees={{
            '@context': 'https://schema.org',
            '@type': 'CreativeWork',
            name: v.titre,
            description: v.note,
            version: v.version,
            dateCreated: v.dateLe,
            ...(v.valableAu ? { expires: v.valableAu } : {}),
            license: licence,
            inLanguage: 'fr',
            url,
            publisher: { '@type': 'Organization', name: v.pole },
          }}
        />
      </div>
    </Cadre>
  )
}

/** `/livrables` : ce que les pôles laissent reprendre ; chaque version garde sa licence, son jour et ses octets. */
export const livrablesPage = ({ db, config, clock }: Pick<Services, 'db' | 'config' | 'clock'>) => {
  const jour = () => jourLocal(clock.now(), ZONE_PAR_DEFAUT)
  return new Hono<Env>()
    .get(livrablesUrl(), async (c) => {
      const pole = /^[a-z0-9-]{2,60}$/.test(c.req.query('pole') ?? '') ? (c.req.query('pole') ?? '') : ''
      const lu = await db.lire(async (tx) => ({
        livrables: derniereDeChacun(await versionsOuvertes(tx, { pole })),
        poles: await polesOuverts(tx),
      }))
      return c.html(<Liste {...lu} pole={pole} jour={jour()} origine={config.origine} />)
    })
    .get(livrableOuvertUrl.modele, async (c) => {
      const id = asId<'Livrable'>(c.req.param('livrable'))
      const [premiere, ...autres] = id
        ? (await db.lire((tx) => versionsOuvertes(tx, { livrable: id }))).toSorted(
            (a, b) => b.version - a.version,
          )
        : []
      return premiere
        ? c.html(<Un versions={[premiere, ...autres]} jour={jour()} origine={config.origine} />)
        : notFound(c)
    })
    .get(gardee(fichierOuvertUrl, { version: '[0-9]{1,6}' }), async (c) => {
      const id = asId<'Livrable'>(c.req.param('livrable'))
      const f = id && (await db.lire((tx) => fichierOuvert(tx, id, Number(c.req.param('version')))))
      if (!f) return notFound(c)
      // Une version ne change jamais ; son pôle peut se cacher, elle ne se garde donc pas longtemps.
      return fichierAEnregistrer(f, 'public, max-age=600')
    })
}
