import type { Context } from 'hono'
import { z } from 'zod'
import { asId, type Id } from '#kernel/id.ts'
import { nettoyer, uneLigne } from '#kernel/texte.ts'
import { type Zone, zones } from '#kernel/zones.ts'
import type { Adhesion } from '#modules/comptes/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Exporter } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { choix, viaParser } from '#web/fields.ts'
import { forbidden } from '#web/http/errors.tsx'
import { connexionUrl, withQuery } from '#web/links.ts'
import { verrouillerOrganisme } from '../db/organisme.queries.ts'
import { ouvrirPorts, type Prises } from '../gestes/composer.ts'
import type { PortsOrganisme } from '../gestes/ports.ts'
import { cooperativeUrl } from '../web/liens.ts'

export const racine = [{ libelle: 'Coopérative', href: cooperativeUrl() }]

/** Travaille dans l'organisme du visiteur ; si sa preuve ne vaut plus, il se reconnecte. */
export const dansOrganisme = async (
  c: Context<Env>,
  work: (tx: TenantTx, visiteur: Visiteur) => Promise<Response>,
): Promise<Response> => {
  const visiteur = c.get('visiteur')
  const rendu =
    visiteur && (await c.get('services').db.withTenant(visiteur.acces, (tx) => work(tx, visiteur)))
  return rendu ?? c.redirect(connexionUrl(), 303)
}

/**
 * Le même, pour un geste : avec de quoi écrire et consigner. `seul` : l'un après l'autre, quand le geste doit d'abord
 * savoir si la chose a changé.
 */
export const avecPorts = (
  c: Context<Env>,
  prises: Pick<Prises, 'sessionsEnCours'>,
  work: (ports: PortsOrganisme, tx: TenantTx, visiteur: Visiteur) => Promise<Response>,
  { seul = false }: { readonly seul?: boolean } = {},
): Promise<Response> =>
  dansOrganisme(c, async (tx, visiteur) => {
    if (seul) await verrouillerOrganisme(tx)
    const ports = await ouvrirPorts(c.get('services'), prises, tx, visiteur)
    return ports
      ? work(ports, tx, visiteur)
      : forbidden(c, 'Aucune de vos enseignes n’est ouverte : rien ne peut s’y écrire.')
  })

/** Une ligne de texte propre, de `min` à `max` signes après nettoyage : ce que la base compte. */
export const ligne = ({ min, max, vide }: { min: number; max: number; vide: string }) =>
  viaParser(
    (t) => {
      const propre = uneLigne(t)
      const taille = [...propre].length
      return taille >= min && taille <= max ? propre : undefined
    },
    `Écrivez de ${min} à ${max} signes.`,
    { vide },
  )

/** Un texte libre borné, qui peut rester vide. */
export const libre = (max: number) =>
  z
    .string()
    .optional()
    .transform((brut, ctx): string => {
      const propre = nettoyer(brut ?? '').trim()
      if ([...propre].length <= max) return propre
      ctx.addIssue({ code: 'custom', message: `La réponse garde ${max} signes au plus.` })
      return z.NEVER
    })

const nomsDeZone = Object.keys(zones) as [Zone, ...Zone[]]
export const champZone = () => choix(nomsDeZone)
export const optionsZone = Object.entries(zones).map(([value, label]) => ({ value, label }))

export const idDe = <K extends string>(texte: string | undefined): Id<K> | undefined =>
  texte === undefined ? undefined : asId<K>(texte)

export const nomDe = (m: Pick<Adhesion, 'prenom' | 'nom' | 'courriel'>): string =>
  `${m.prenom} ${m.nom}`.trim() || m.courriel

export const estPresent = (m: Adhesion, jour: string): boolean => m.au === null || m.au >= jour

/** Le refus d'un formulaire ouvert avant le dernier changement. */
export const enRetard = (phrase: string) => ({ titre: 'Cette page datait d’avant un changement', phrase })

/** Sous une liste : son export. */
export const Export = ({ url }: { url: string }) => (
  <div class="pied">
    <p>
      <Exporter href={withQuery(url, { format: 'csv' })} />
    </p>
  </div>
)
