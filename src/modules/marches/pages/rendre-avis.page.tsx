/** L’avis demandé sur un groupement, rendu par un lien, sans compte. L’adresse est un secret : ni indexée, ni gardée. */
import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { lienMort } from '#modules/documents/index.ts'
import { isToken } from '#platform/auth/token.ts'
import {
  Actions,
  Definitions,
  Etat,
  Form,
  PublicPage,
  RadioGroup,
  Section,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm } from '#web/form.ts'
import type { AvisARendre } from '../db/conseil.ts'
import { type SensDAvis, sensDAvis } from '../domain/conseil.ts'
import { lireAvisParLien, rendreAvis } from '../gestes/conseil.ts'
import { avisDemandeUrl } from '../liens.ts'
import { direTerme } from './commun.tsx'

const champs = z.object({
  sens: choix(Object.keys(sensDAvis) as [SensDAvis, ...SensDAvis[]], { phrase: 'Dites ce qu’il en est.' }),
  texte: texte({ min: 10, max: 4000, vide: 'Écrivez votre avis.', court: 'Dix signes au moins.' }),
})

const Vue = ({
  vue: { cooperative, objet, acheteur, limite, zone, contenu: c },
  form = emptyForm(),
  alerte,
  saisi,
}: {
  vue: AvisARendre
  form?: FormOf<typeof champs>
  alerte?: { readonly titre: string; readonly phrase: string } | undefined
  /** Ce que la personne vient d’écrire, quand un avis était déjà au dossier. */
  saisi?: string
}) => (
  <PublicPage
    title={c.rendu?.parLien ? 'Votre avis est rendu' : c.rendu ? 'Un avis déjà recopié' : 'Un avis à rendre'}
    maison={cooperative}
    lede={`${cooperative} vous demande un avis sur une réponse à plusieurs à un marché public.`}
    alert={alerte ?? form.alert}
  >
    <Section titre="La demande" id="demande">
      <Definitions
        lignes={[
          ['Lot', objet],
          ['Acheteur', acheteur],
          ['Date limite', direTerme(limite, zone)],
          ['Demandé le', formaterDate(c.demandeLe as DateCivile)],
          ['À', `${c.nom}, ${c.qualite}`],
          ['Question', <span class="lignes">{c.question}</span>],
        ]}
      />
      <p>Le courriel qui porte ce lien dit les membres, leurs raisons et ce que la règle signale.</p>
    </Section>
    {c.rendu ? (
      <Section
        titre={c.rendu.parLien ? 'Votre avis' : `L’avis, recopié par ${cooperative}`}
        id="rendu"
        {...(c.rendu.parLien
          ? {}
          : { sous: 'Elle l’a reçu autrement que par ce lien. S’il est infidèle, dites-le-lui.' })}
      >
        <p role="status">
          <Etat etat="prouve" mot={sensDAvis[c.rendu.sens]} /> rendu le{' '}
          {formaterDate(c.rendu.le as DateCivile)}
        </p>
        <p class="lignes">{c.rendu.texte}</p>
        {saisi === undefined ? null : (
          <>
            <p>Ce que vous veniez d’écrire n’est pas gardé :</p>
            <p class="lignes">{saisi}</p>
          </>
        )}
      </Section>
    ) : (
      <Section titre="Votre avis" id="avis" sous="Chaque membre du dossier le lit. Vous le rendez une fois.">
        <Form form={form} noms={{ sens: 'Sens', texte: 'Avis' }}>
          <div class="champs">
            <RadioGroup
              form={form}
              name="sens"
              label="Il est"
              options={(Object.keys(sensDAvis) as SensDAvis[]).map((value) => ({
                value,
                label: sensDAvis[value],
              }))}
            />
            <TextArea form={form} name="texte" label="Ce que vous en dites" rows={6} />
          </div>
          <Actions libelle="Rendre cet avis" />
        </Form>
      </Section>
    )}
  </PublicPage>
)

export const rendreAvisPage = new Hono<Env>()
  .use(avisDemandeUrl.modele, async (c, next) => {
    c.header('referrer-policy', 'same-origin')
    c.header('cache-control', 'no-store')
    c.header('x-robots-tag', 'noindex')
    await next()
  })
  .get(avisDemandeUrl.modele, async (c) => {
    const jeton = c.req.param('jeton')
    const vue = isToken(jeton) ? await lireAvisParLien(c.get('services'), jeton) : undefined
    return vue ? c.html(<Vue vue={vue} />) : lienMort(c)
  })
  .post(avisDemandeUrl.modele, async (c) => {
    const jeton = c.req.param('jeton')
    const services = c.get('services')
    const lu = await readForm(champs, c, { corps: 20_000 })
    const avant = isToken(jeton) ? await lireAvisParLien(services, jeton) : undefined
    if (!avant) return lienMort(c)
    if (!lu.ok) return c.html(<Vue vue={avant} form={lu.form} />, lu.status)
    const issue = await rendreAvis(services, jeton, lu.data)
    if (!issue) return lienMort(c)
    return issue.refus
      ? c.html(
          <Vue
            vue={issue.vue}
            alerte={{ titre: 'Rien n’a changé', phrase: issue.refus.phrase }}
            saisi={lu.data.texte}
          />,
          409,
        )
      : c.html(<Vue vue={issue.vue} />)
  })
