import { z } from 'zod'
import type { Id } from '#kernel/id.ts'
import { ko } from '#kernel/result.ts'
import { geste } from '#modules/organisme/index.ts'
import { sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import { Actions, ButtonLink, Definitions, FieldSection, Form, Page, TextArea } from '#web/components.tsx'
import { texte } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import type { ConstatJuge } from '../domain/juger.ts'
import { constatAJuger, jugerConstat } from '../gestes/juger.ts'
import { nommerPhrases, type ReleveJuge } from '../gestes/relever.ts'
import { motMarque } from '../lecture/mots.ts'
import { jugerHref, jugerUrl, sessionControlesUrl } from '../liens.ts'
import { peutSurSession, sessionDeLAdresse } from './commun.ts'

const fields = z.object({
  motif: texte({ min: 10, max: 1000, vide: 'Écrivez le motif : il se lira en contrôle, sous votre nom.' }),
})

const Vue = ({
  form,
  r,
  constat,
  phrase,
}: {
  form: FormOf<typeof fields>
  r: ReleveJuge
  constat: ConstatJuge
  phrase: string
}) => {
  const session = r.session.id
  const revenir = constat.jugement !== undefined
  return (
    <Page
      title={revenir ? 'Revenir sur une acceptation' : 'Accepter un constat'}
      lede="Le constat reste, avec votre réponse. Si les faits changent, il se rouvre de lui-même."
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: r.session.numero, href: sessionUrl({ session }) },
        { libelle: 'Contrôles', href: sessionControlesUrl({ session }) },
      ]}
      alert={form.alert}
    >
      <Form form={form} action={jugerHref(session, constat)} noms={{ motif: 'Motif' }}>
        <FieldSection titre="Le constat" plein>
          <Definitions
            lignes={[
              [constat.titre, phrase],
              ['Source', `${constat.source.texte} (${motMarque[constat.source.marque]})`],
              ...(constat.jugement
                ? ([['Accepté', `par ${constat.jugement.parNom} : ${constat.jugement.motif}`]] as const)
                : []),
            ]}
          />
        </FieldSection>
        <FieldSection titre="Votre réponse">
          <TextArea
            form={form}
            name="motif"
            label={revenir ? 'Pourquoi vous revenez dessus' : 'Pourquoi c’est acceptable'}
            hint="Une phrase qu’un contrôle puisse lire. Rien sur la santé de personne."
            rows={3}
          />
        </FieldSection>
        <Actions libelle={revenir ? 'Rouvrir le constat' : 'Accepter, sous mon nom'}>
          <ButtonLink href={sessionControlesUrl({ session })}>Laisser</ButtonLink>
        </Actions>
      </Form>
    </Page>
  )
}

/** La règle et la clé viennent de l’adresse : elles ne valent que si elles désignent un constat d’aujourd’hui. */
export const jugerPage = geste({
  lien: jugerUrl,
  droit: 'controles.juger',
  lire: async (tx, { session }, { le, ecrit, demande }) => {
    const s = await sessionDeLAdresse(tx, session)
    const vise = { regle: demande('regle'), cle: demande('cle') }
    const lu = s && (await constatAJuger(tx, s.id, vise, le, { verrouiller: ecrit }))
    if (!lu) return undefined
    const dire = await nommerPhrases(tx, [lu.constat.phrase])
    return { ...lu, session: s, phrase: dire(lu.constat.phrase) }
  },
  peut: ({ session }, { visiteur }) => peutSurSession(visiteur, 'controles.juger', session),
  champs: fields,
  vue: (lu, form) => <Vue form={form} {...lu} />,
  faire: async (tx, { lu, data, cle, visiteur, le }) => {
    const id = cle as Id<'Jugement'>
    const fait = await jugerConstat(tx, lu, { id, motif: data.motif, parNom: visiteur.nom }, le)
    return fait.ok || fait.error.code !== 'motif-court'
      ? fait
      : ko({ ...fait.error, conflit: true, champs: { motif: fait.error.phrase } })
  },
  suite: (decision, { session }) => ({
    vers: sessionControlesUrl({ session: session.id }),
    dit: {
      genre: 'fait',
      fort: decision === 'accepte' ? 'Le constat est accepté, sous votre nom.' : 'Le constat est rouvert.',
    },
  }),
})
