import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { lectureDe } from '#modules/documents/index.ts'
import { objetsEtFacturesSiens } from '#modules/facturation/index.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import { ButtonLink, Section } from '#web/components.tsx'
import type { PersonneContribution } from '#web/contributions.ts'
import type { Env } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { emptyForm, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { demandesDe } from '../db/demandes.ts'
import { effacementsDe, suspensionDe } from '../db/effacement.ts'
import { mentionsDe } from '../db/personne.queries.ts'
import {
  inscrireUneDemande,
  leverLaSuspension,
  noterLaLecture,
  suspendreLesEffacements,
} from '../gestes/demander.ts'
import { effacerPersonne, jugerPersonne } from '../gestes/effacer-personne.ts'
import { composerArchive } from '../gestes/exporter-personne.ts'
import { donneesPersonneUrl } from '../liens.ts'
import { aujourdhui, personneDe } from './commun.ts'
import {
  champsDemande,
  champsEffacer,
  champsSuspendre,
  type FormDemande,
  type FormEffacer,
  type FormSuspendre,
  type Vu,
  Vue,
} from './personne.vue.tsx'

const base = donneesPersonneUrl.modele

export const personneDonneesPages = (services: Services) => {
  const { db, clock, keys } = services
  const rendre = async (
    tx: Parameters<Parameters<typeof pourVisiteur>[2]>[0],
    personne: NonNullable<ReturnType<typeof personneDe>>,
    f: Partial<Pick<Vu, 'formEffacer' | 'formDemande' | 'formSuspendre'>> = {},
    demande = '',
  ) => {
    const le = clock.now()
    const j = await jugerPersonne(tx, personne, { jour: aujourdhui(le), demande: true, keys })
    const [fiche] = j?.fiches ?? []
    if (!j || !fiche) return undefined
    const ids = j.fiches.map((x) => x.id)
    const vide = emptyForm<'recueLe' | 'genre' | 'canal' | 'precision'>(undefined, {
      recueLe: formaterDate(aujourdhui(le), 'chiffres'),
    })
    return (
      <Vue
        j={j}
        suspension={await suspensionDe(tx, ids)}
        effacements={await effacementsDe(tx, ids)}
        demandes={await demandesDe(tx, ids)}
        mentions={j.sort.complet && !fiche.effaceeLe ? await mentionsDe(tx, fiche.nom) : []}
        formEffacer={
          f.formEffacer ??
          emptyForm<'fondement' | 'motif' | 'nomSeul' | 'demande'>(undefined, {
            demande,
            ...(demande ? { fondement: 'demande-de-la-personne' } : {}),
          })
        }
        formDemande={f.formDemande ?? vide}
        formSuspendre={f.formSuspendre ?? emptyForm()}
      />
    )
  }
  return (
    new Hono<Env>()
      .use(base, exigerDroit('donnees.effacer'))
      .use(`${base}/*`, exigerDroit('donnees.effacer'))
      .get(base, (c) =>
        pourVisiteur(c, db, async (tx) => {
          const personne = personneDe(c)
          const vue = personne && (await rendre(tx, personne, {}, asId(c.req.query('demande') ?? '') ?? ''))
          if (!vue || !personne) return notFound(c)
          const le = clock.now()
          const j = await jugerPersonne(tx, personne, { jour: aujourdhui(le), demande: true, keys })
          const fiche = j?.fiches[0]
          if (fiche && c.get('visiteur')?.lectureSeule !== true) await noterLaLecture(tx, fiche, le)
          return c.html(vue)
        }),
      )
      // Un envoi et non une adresse : prendre l’archive laisse une ligne, et un lien se précharge.
      .post(`${base}/archive.zip`, (c) =>
        pourVisiteur(c, db, async (tx, visiteur) => {
          const personne = personneDe(c)
          const read = await readForm(z.object({}), c)
          const archive =
            personne && read.ok
              ? await composerArchive(
                  services,
                  tx,
                  {
                    personne,
                    genre: 'export',
                    handicap: peutVisiteur(visiteur, 'handicap.lire'),
                    lit: (await lectureDe(tx, { siens: objetsEtFacturesSiens }, visiteur, clock.now())).lit,
                  },
                  clock.now(),
                )
              : undefined
          if (!archive) return notFound(c)
          return c.body(new Uint8Array(archive.octets), 200, {
            'content-type': 'application/zip',
            'content-disposition': `attachment; filename="${archive.nom}"`,
            'cache-control': 'private, no-store',
          })
        }),
      )
      .post(`${base}/effacement`, async (c) => {
        const visiteur = c.get('visiteur')
        const personne = personneDe(c)
        if (!visiteur || !personne) return notFound(c)
        const read = await readForm(champsEffacer, c)
        const refus = (form: FormEffacer, statut: 200 | 409 | 413 | 415 | 422) =>
          pourVisiteur(c, db, async (tx) => {
            const vue = await rendre(tx, personne, { formEffacer: form })
            return vue ? c.html(vue, statut) : notFound(c)
          })
        if (!read.ok) return refus(read.form, read.status)
        const demande = asId(read.data.demande)
        const fait = await effacerPersonne(services, visiteur.acces, {
          personne,
          fondement: read.data.fondement,
          motif: read.data.motif,
          nomSeul: read.data.nomSeul,
          ...(demande ? { demande } : {}),
        })
        if (!fait.ok) {
          if (fait.error.code === 'introuvable') return notFound(c)
          return refus(withAlert(read.form, { titre: 'Rien n’a été effacé', phrase: fait.error.phrase }), 409)
        }
        const { rapport, complet } = fait.value
        return redirectWith(c, donneesPersonneUrl({ personne }), {
          genre: 'fait',
          fort: complet
            ? `La personne est effacée : ${compter(rapport.pieces, 'pièce')} sans contenu, ${compter(rapport.parts, 'part')} du registre ôtées.`
            : `Ce qui pouvait l’être est effacé : ${compter(rapport.pieces, 'pièce')}, ${compter(rapport.parts, 'part')} du registre. Le reste se garde jusqu’à son terme.`,
        })
      })
      .post(`${base}/demande`, (c) =>
        pourVisiteur(c, db, async (tx) => {
          const personne = personneDe(c)
          if (!personne) return notFound(c)
          const read = await readForm(champsDemande, c)
          const refus = async (form: FormDemande, statut: 200 | 409 | 413 | 415 | 422) => {
            const vue = await rendre(tx, personne, { formDemande: form })
            return vue ? c.html(vue, statut) : notFound(c)
          }
          if (!read.ok) return refus(read.form, read.status)
          const le = clock.now()
          const j = await jugerPersonne(tx, personne, { jour: aujourdhui(le), demande: true, keys })
          const fiche = j?.fiches[0]
          if (!fiche) return notFound(c)
          const { genre, canal, precision } = read.data
          const recueLe = read.data.recueLe as DateCivile
          const fait = await inscrireUneDemande(
            tx,
            keys,
            fiche,
            { cle: read.jeton, genre, canal, recueLe, precision },
            le,
          )
          if (!fait.ok) return refus(withAlert(read.form, fait.error.phrase), 422)
          return redirectWith(c, donneesPersonneUrl({ personne }), {
            genre: 'fait',
            fort: `La demande est gardée. Réponse due avant le ${formaterDate(fait.value)}.`,
          })
        }),
      )
      .post(`${base}/suspension`, (c) =>
        pourVisiteur(c, db, async (tx) => {
          const personne = personneDe(c)
          if (!personne) return notFound(c)
          const brut = await readForm(z.object({ motif: texte({ max: 500 }) }), c)
          const le = clock.now()
          const j = await jugerPersonne(tx, personne, { jour: aujourdhui(le), demande: true, keys })
          const fiche = j?.fiches[0]
          if (!brut.ok || !j || !fiche || fiche.effaceeLe) return notFound(c)
          if (brut.geste === 'lever') {
            await leverLaSuspension(tx, j.fiches, fiche, le)
            return redirectWith(c, donneesPersonneUrl({ personne }), {
              genre: 'fait',
              fort: 'La suspension est levée.',
            })
          }
          const lu = champsSuspendre.safeParse({ motif: brut.data.motif })
          if (!lu.success) {
            const vue = await rendre(tx, personne, {
              formSuspendre: withAlert(brut.form as FormSuspendre, 'Dites quel contrôle ou quel litige.'),
            })
            return vue ? c.html(vue, 422) : notFound(c)
          }
          await suspendreLesEffacements(tx, fiche, { cle: brut.jeton, motif: lu.data.motif }, le)
          return redirectWith(c, donneesPersonneUrl({ personne }), {
            genre: 'fait',
            fort: 'Rien ne s’effacera tant que la suspension court.',
          })
        }),
      )
  )
}

/** Sur la fiche d’une personne, à qui répond des données. */
export const contributionDonnees: PersonneContribution = {
  nom: 'donnees',
  rang: 95,
  async section(_tx, personnes, visiteur) {
    const [personne] = personnes
    if (!personne || !peutVisiteur(visiteur, 'donnees.effacer')) return undefined
    return (
      <Section titre="Ses données" id="donnees">
        <p>Ce qui se garde d’elle et jusqu’à quand, son archive, ce qu’elle demande, ce qui s’efface.</p>
        <p>
          <ButtonLink href={donneesPersonneUrl({ personne })}>Voir ses données</ButtonLink>
        </p>
      </Section>
    )
  },
}
