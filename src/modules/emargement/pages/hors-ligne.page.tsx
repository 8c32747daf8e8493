import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { sessionsUrl } from '#modules/sessions/index.ts'
import { createLimits } from '#platform/limits/limits.ts'
import { ButtonLink, SignaturePage } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { connexionUrl, withQuery } from '#web/links.ts'
import type { Qui } from '../gestes/composer.ts'
import { emporter, inscrireAppareil } from '../gestes/emporter.ts'
import { synchroniser } from '../gestes/hors-ligne.ts'
import {
  horsLigneAppareilUrl,
  horsLigneEmporterUrl,
  horsLigneManifesteUrl,
  horsLigneServiceUrl,
  horsLigneSynchroniserUrl,
  horsLigneUrl,
} from '../liens.ts'
import { agentDe } from './commun.ts'

/** Un envoi porte au plus ce nombre d’entrées ; la page en fait plusieurs. */
const entreesParEnvoi = 60
const corpsMax = 900_000
/** Par personne : une salle entière, plusieurs appareils et des reprises passent ; une boucle folle, non. */
const debit = { max: 60, fenetre: 60 }

const octets = (motif: RegExp) =>
  z
    .string()
    .regex(motif)
    .transform((t) => new Uint8Array(Buffer.from(t, 'base64url')))
const instant = z.iso.datetime().transform((t) => new Date(t))
const corpsAppareil = z.object({
  cle: octets(/^[\w-]{87}$/),
  nom: z.string().trim().min(1).max(120),
})
const corpsEmporter = z
  .object({
    appareil: z.uuid(),
    horloge: instant,
    rang: z.int().min(0).max(2_000_000_000),
    tete: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
  })
  .refine((e) => (e.rang === 0) === (e.tete === null))
const corpsSynchroniser = z.object({
  appareil: z.uuid(),
  horloge: instant,
  envois: z
    .array(
      z.object({
        texte: z.string().max(2_000),
        signature: octets(/^[\w-]{0,200}$/),
        trace: z.string().max(20_000).optional(),
      }),
    )
    .max(entreesParEnvoi),
})

const dire = (c: Context<Env>, status: 400 | 401 | 403 | 409 | 413 | 429, phrase: string) =>
  c.json({ phrase }, status)

/** Qui tient des feuilles, et n’est pas en lecture seule. */
const quiDe = (v: Visiteur | undefined): Qui | undefined =>
  v?.organisme &&
  !v.assistance &&
  v.lectureSeule !== true &&
  (peutVisiteur(v, 'emargement.animer', { estSien: true }) || peutVisiteur(v, 'emargement.suppleer'))
    ? {
        acces: v.acces,
        id: v.personneId,
        nom: v.nom,
        supplee: peutVisiteur(v, 'emargement.suppleer'),
      }
    : undefined

/** Le corps JSON, lu jusqu’à sa borne ; rien s’il la passe, ou ne se lit pas. */
const lireCorps = async <S extends z.ZodType>(
  c: Context<Env>,
  schema: S,
): Promise<z.output<S> | undefined> => {
  const morceaux: Uint8Array[] = []
  let taille = 0
  for await (const morceau of c.req.raw.body ?? []) {
    taille += morceau.byteLength
    if (taille > corpsMax) return undefined
    morceaux.push(morceau)
  }
  try {
    const lu = schema.safeParse(JSON.parse(Buffer.concat(morceaux).toString('utf8')))
    return lu.success ? lu.data : undefined
  } catch {
    return undefined
  }
}

/** Ce que la page demande au réseau : une personne connectée, un corps lisible, un débit tenu. */
const echange =
  <S extends z.ZodType>(
    schema: S,
    geste: (c: Context<Env>, qui: Qui, corps: z.output<S>) => Promise<Response>,
  ) =>
  async (c: Context<Env>): Promise<Response> => {
    const visiteur = c.get('visiteur')
    if (!visiteur)
      return dire(
        c,
        401,
        'Connectez-vous pour échanger avec la coopérative. Rien de ce qui est signé n’est perdu.',
      )
    const qui = quiDe(visiteur)
    if (!qui) return dire(c, 403, 'Signer sans réseau se prépare par qui anime des sessions.')
    const { db, keys } = c.get('services')
    if (!(await createLimits(db, keys).allow('hors-ligne', qui.id, debit)))
      return dire(c, 429, 'Trop d’envois d’affilée : la page recommencera dans une minute.')
    const corps = await lireCorps(c, schema)
    if (corps === undefined) return dire(c, 400, 'Cet envoi ne se lit pas. Rien n’a été reçu.')
    return geste(c, qui, corps)
  }

/** Ce que la page garde pour s’ouvrir sans réseau : elle-même, et les fichiers qu’elle nomme. */
const fichiersDe = (c: Context<Env>): readonly string[] => {
  const { fichiers, url } = c.get('assets') ?? { fichiers: new Map(), url: (n: string) => n }
  const ilots = ['cadre', 'trace', 'hors-ligne'].map((n) => url(`islands/${n}.js`))
  return [
    url('coforme.css'),
    url('interieur.css'),
    url('marque.svg'),
    ...ilots,
    ...[...fichiers.keys()].filter((f) => f.endsWith('.woff2')),
  ]
}

/**
 * La page est une coquille : la même pour tous, sans un nom. Ce qui est à soi ne vit que dans l’appareil.
 */
export const horsLignePages = new Hono<Env>()
  .get(horsLigneUrl.modele, (c) => {
    c.header('x-robots-tag', 'noindex')
    return c.html(
      <SignaturePage
        title="Signer sans réseau"
        maison="Coforme"
        islands={['trace', 'hors-ligne']}
        manifeste={horsLigneManifesteUrl()}
      >
        <signer-hors-ligne
          data-service={horsLigneServiceUrl()}
          data-portee={horsLigneUrl()}
          data-appareil={horsLigneAppareilUrl()}
          data-emporter={horsLigneEmporterUrl()}
          data-synchroniser={horsLigneSynchroniserUrl()}
          data-connexion={withQuery(connexionUrl(), { suite: horsLigneUrl() })}
        >
          <p>
            Cette page garde vos demi-journées dans l’appareil et fait signer la salle sans réseau. Elle a
            besoin d’un script, que ce navigateur n’exécute pas.
          </p>
          <p>
            Sans script, la tablette de la salle signe avec du réseau ; sans l’un ni l’autre, la feuille
            papier se signe à la main, et chaque présence se régularise ensuite avec un motif.
          </p>
          <p>
            <ButtonLink href={sessionsUrl()}>Aller aux sessions</ButtonLink>
          </p>
        </signer-hors-ligne>
      </SignaturePage>,
    )
  })
  .get(horsLigneServiceUrl.modele, (c) => {
    const assets = c.get('assets')
    const script = assets?.fichiers.get(assets.url('islands/service-hors-ligne.js'))
    if (!script) return c.notFound()
    // La liste change avec la version : le navigateur voit un autre service et reprend tout.
    const garder = JSON.stringify({ page: horsLigneUrl(), fichiers: fichiersDe(c) })
    return c.body(`self.aGarder=${garder};\n${Buffer.from(script.octets).toString('utf8')}`, 200, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'no-cache',
      'service-worker-allowed': horsLigneUrl(),
    })
  })
  .get(horsLigneManifesteUrl.modele, (c) => {
    const url = c.get('assets')?.url ?? ((n: string) => n)
    return c.body(
      JSON.stringify({
        id: horsLigneUrl(),
        name: 'Coforme, signer sans réseau',
        short_name: 'Signer',
        description: 'Fait signer une salle sans réseau, et envoie les signatures quand il revient.',
        lang: 'fr',
        start_url: horsLigneUrl(),
        scope: horsLigneUrl(),
        display: 'standalone',
        background_color: '#fbf8f3',
        theme_color: '#1b1f24',
        icons: [{ src: url('marque.svg'), sizes: 'any', type: 'image/svg+xml' }],
      }),
      200,
      { 'content-type': 'application/manifest+json', 'cache-control': 'no-cache' },
    )
  })
  .post(
    horsLigneAppareilUrl.modele,
    echange(corpsAppareil, async (c, qui, corps) => {
      const r = await inscrireAppareil(c.get('services'), qui, corps)
      return r.ok
        ? c.json({
            id: r.value.id,
            nom: r.value.nom,
            personne: qui.id,
            qui: qui.nom,
            organisme: c.get('visiteur')?.organisme?.id ?? '',
            maison: c.get('visiteur')?.organisme?.nom ?? '',
          })
        : dire(c, 409, r.error.phrase)
    }),
  )
  .post(
    horsLigneEmporterUrl.modele,
    echange(corpsEmporter, async (c, qui, corps) => {
      const r = await emporter(c.get('services'), qui, corps)
      return r.ok ? c.json(r.value) : dire(c, 409, r.error.phrase)
    }),
  )
  .post(
    horsLigneSynchroniserUrl.modele,
    echange(corpsSynchroniser, async (c, qui, corps) => {
      const r = await synchroniser(c.get('services'), qui, {
        ...corps,
        ip: clientIp(c),
        agent: agentDe(c),
      })
      return r.ok ? c.json({ retours: r.value }) : dire(c, 409, r.error.phrase)
    }),
  )
