/** Répondre sous son compte : recopier un papier, ou évaluer les acquis d’une personne. */
import { type Context, Hono } from 'hono'
import { asId } from '#kernel/id.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Actions, Form, Page } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { emptyForm, type FormState, readForm, withAlert, withErrors } from '#web/form.ts'
import { conflict, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Campagne, type DemandeDeReponse, demandesDe, estClose, lireDemande } from '../db/campagnes.ts'
import { sansEnvoi } from '../domain/genres.ts'
import { aujourdhui, saisirReponse } from '../gestes/repondre.ts'
import { campagneUrl, demandeUrl } from '../liens.ts'
import { nommerRecueil } from './accueil.page.tsx'
import { racine } from './commun.ts'
import { enRecus, nomsDe, Questions, recus } from './questions.tsx'
import { recueilPour } from './recueil.page.tsx'

const nommer = (d: DemandeDeReponse) => `${d.prenom} ${d.nom}`.trim() || (d.structure ?? 'une personne')

const Vue = ({
  campagne,
  demande,
  form,
}: {
  campagne: Campagne
  demande: DemandeDeReponse
  form: FormState
}) => {
  const evalue = sansEnvoi(campagne.genre)
  return (
    <Page
      title={evalue ? `Évaluer ${nommer(demande)}` : `Recopier le papier, ${nommer(demande)}`}
      lede={
        evalue
          ? 'Ce que vous dites ici remplit son attestation. Une évaluation gardée ne se change pas.'
          : 'Recopiez le papier tel qu’il fut rempli, sans rien arranger. La réponse est dite « sur papier », sous votre nom.'
      }
      path={[...racine, { libelle: nommerRecueil(campagne), href: campagneUrl({ campagne: campagne.id }) }]}
      alert={form.alert}
      islands={['conditions']}
    >
      <Form form={form} noms={nomsDe(campagne.contenu.questions)} classe="questionnaire">
        <Questions contenu={campagne.contenu} form={form} />
        <Actions libelle={evalue ? 'Garder cette évaluation' : 'Garder cette réponse'}>
          <a href={campagneUrl({ campagne: campagne.id })}>Revenir sans rien écrire</a>
        </Actions>
      </Form>
    </Page>
  )
}

const trouver = async (c: Context<Env>, tx: TenantTx, visiteur: Visiteur) => {
  const id = asId(c.req.param('demande') ?? '')
  const demande = id && (await lireDemande(tx, id))
  const lu = demande && (await recueilPour(tx, demande.campagne, visiteur))
  return demande && lu?.envoie ? { campagne: lu.campagne, demande } : undefined
}

export const demandePage = new Hono<Env>()
  .get(demandeUrl.modele, exigerDroit('questionnaires.envoyer'), (c) => {
    const { db, clock } = c.get('services')
    return pourVisiteur(c, db, async (tx, visiteur) => {
      const t = await trouver(c, tx, visiteur)
      if (!t) return notFound(c)
      if (t.demande.repondueLe !== null)
        return conflict(c, 'Cette personne a déjà répondu : sa réponse reste.', 'Déjà répondu')
      if (estClose(t.campagne, aujourdhui(clock.now())))
        return conflict(c, 'Ce recueil est clos : une réponse n’y entre plus.', 'Trop tard')
      return c.html(<Vue {...t} form={emptyForm()} />)
    })
  })
  .post(demandeUrl.modele, exigerDroit('questionnaires.envoyer'), async (c) => {
    const { db, clock } = c.get('services')
    const read = await readForm(recus, c)
    return pourVisiteur(c, db, async (tx, visiteur) => {
      const t = await trouver(c, tx, visiteur)
      if (!t) return notFound(c)
      const form = read.form as unknown as FormState
      if (!read.ok) return c.html(<Vue {...t} form={form} />, read.status)
      const ecrits = enRecus(form, t.campagne.contenu.questions)
      const fait = await saisirReponse(tx, t.campagne, t.demande, new Map(Object.entries(ecrits)), {
        voie: sansEnvoi(t.campagne.genre) ? 'compte' : 'papier',
        le: clock.now(),
      })
      if (!fait.ok) {
        if ('code' in fait.error) return conflict(c, fait.error.phrase, 'Rien n’a été gardé')
        const entier = fait.error.get('')
        const sous = withErrors(form, Object.fromEntries([...fait.error].filter(([id]) => id !== '')))
        return c.html(<Vue {...t} form={entier ? withAlert(sous, entier) : sous} />, 422)
      }
      // D’un papier à l’autre, d’une personne à l’autre : la suivante s’ouvre.
      const suivante = (await demandesDe(tx, t.campagne.id)).find((d) => d.repondueLe === null)
      return redirectWith(c, campagneUrl({ campagne: t.campagne.id }), {
        genre: 'fait',
        fort: `La réponse est gardée, ${nommer(t.demande)}.`,
        ...(suivante && sansEnvoi(t.campagne.genre)
          ? { lien: { libelle: `Évaluer ${nommer(suivante)}`, href: demandeUrl({ demande: suivante.id }) } }
          : {}),
      })
    })
  })
