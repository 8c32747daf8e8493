import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { lireMobile } from '#kernel/telephone.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { type GenreFinanceur, genresFinanceur } from '#modules/tiers/index.ts'
import { creerEnvoyerSms, formatsDeCorps } from '#platform/sms/passerelle.ts'
import {
  Actions,
  Button,
  CheckboxField,
  CheckboxGroup,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  SelectField,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { caseCochee, choix, plusieurs, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lirePasserelle, lireReglage, type PasserellePosee } from '../db/reglage.ts'
import { essayerLaPasserelle } from '../gestes/essayer-passerelle.ts'
import {
  prendEffet,
  reglerLaPasserelle,
  reglerLaSignature,
  retirerLaPasserelle,
} from '../gestes/regler-signature.ts'
import { passerelleUrl, registreUrl, reglageSignatureUrl } from '../liens.ts'

/** Ce que la liste propose ; au-delà d’une demi-heure, on signerait la demi-journée d’avant. Choix du produit. */
const avances = ['0', '5', '10', '15', '30'] as const
const genres = Object.keys(genresFinanceur) as [GenreFinanceur, ...GenreFinanceur[]]
const mots = {
  json: 'JSON : {"to":"{numero}","text":"{texte}"}',
  formulaire: 'formulaire : to={numero}&text={texte}',
}

const fields = z.object({
  avance: choix(avances).transform(Number),
  codeAuLien: caseCochee(),
  codeFinanceurs: plusieurs(genres),
})
const champsPasserelle = z.object({
  adresse: texte({ min: 8, max: 500, vide: 'Écrivez l’adresse de la passerelle.' }).refine(
    (t) => /^https:\/\/[^\s]+$/.test(t),
    'Écrivez une adresse qui commence par https://.',
  ),
  format: choix(formatsDeCorps),
  corps: texte({ min: 2, max: 2000, vide: 'Écrivez le message à envoyer.' }),
  enTete: texte({ min: 1, max: 60, vide: 'Écrivez le nom de l’en-tête.' }).refine(
    (t) => /^[A-Za-z][A-Za-z0-9-]*$/.test(t),
    'Un en-tête n’a que des lettres, des chiffres et des tirets.',
  ),
  cle: texte({ min: 1, max: 1000, vide: 'Écrivez la clé : elle ne se relit pas, il faut la redonner.' }),
})
const rien = z.object({})
const champsEssai = z.object({
  numero: texte({ min: 1, max: 30, vide: 'Écrivez un numéro de mobile.' }).refine(
    (t) => lireMobile(t) !== undefined,
    'Écrivez un numéro de mobile, comme 06 12 34 56 78.',
  ),
})

type Forme = {
  readonly signature: FormOf<typeof fields>
  readonly passerelle: FormOf<typeof champsPasserelle>
  readonly essai?: FormOf<typeof champsEssai>
  readonly posee: PasserellePosee | undefined
  readonly effet: string
}

const Vue = ({ signature, passerelle, essai = emptyForm(), posee, effet }: Forme) => (
  <Page
    title="Signature des présences"
    lede={`Un réglage fait aujourd’hui vaut pour les demi-journées à partir du ${effet} : aucune ne change de règle en route.`}
    path={[{ libelle: 'Registre', href: registreUrl() }]}
    alert={signature.alert ?? passerelle.alert ?? essai.alert}
  >
    <Form form={signature} action={reglageSignatureUrl()}>
      <FieldSection titre="Quand la signature s’ouvre">
        <SelectField
          form={signature}
          name="avance"
          label="Ouverture"
          span={2}
          hint="Elle se ferme deux heures après la fin. On ne signe pas ce qui n’a pas commencé : quelques minutes d’avance servent une salle qui s’installe."
          options={avances.map((value) => ({
            value,
            label: value === '0' ? 'au début de la demi-journée' : `${value}\u00a0minutes avant le début`,
          }))}
        />
      </FieldSection>
      <FieldSection titre="Un code au lien personnel">
        <CheckboxField
          form={signature}
          name="codeAuLien"
          label="Demander un code à chacun"
          hint="Six chiffres, envoyés quand la personne ouvre son lien : transmis à quelqu’un d’autre, le lien seul ne signe plus."
        />
        <CheckboxGroup
          form={signature}
          name="codeFinanceurs"
          label="Ou seulement à ceux que paie"
          options={genres.map((value) => ({ value, label: genresFinanceur[value] }))}
        />
      </FieldSection>
      <Actions libelle="Garder ces réglages" />
    </Form>
    <Section titre="Passerelle SMS" id="sms">
      <p>
        {posee
          ? `Le code part par SMS à qui a un mobile, par ${URL.parse(posee.adresse)?.host ?? posee.adresse} ; aux autres, par courriel.`
          : 'Aucun SMS ne part : le code va par courriel. Une passerelle est un service que vous payez ailleurs, et qui reçoit le numéro de vos stagiaires : inscrivez-le parmi vos sous-traitants.'}
      </p>
      <Form form={passerelle} action={passerelleUrl()}>
        <FieldSection titre={posee ? 'Changer de passerelle' : 'Poser une passerelle'}>
          <Field
            form={passerelle}
            name="adresse"
            label="Adresse"
            hint="Celle de sa documentation, en https://."
            span={3}
          />
          <SelectField
            form={passerelle}
            name="format"
            label="Forme du message"
            span={2}
            options={formatsDeCorps.map((value) => ({ value, label: mots[value] }))}
          />
          <TextArea
            form={passerelle}
            name="corps"
            label="Message"
            hint="{numero} y devient +33612345678, {numero-sans-plus} 33612345678, {texte} le message."
          />
          <Field
            form={passerelle}
            name="enTete"
            label="En-tête de la clé"
            hint="Le plus souvent Authorization."
          />
          <Field
            form={passerelle}
            name="cle"
            type="password"
            label="Clé"
            hint="Gardée chiffrée ; elle ne se relit pas. « Bearer … » s’il le faut."
          />
        </FieldSection>
        <Actions libelle={posee ? 'Changer de passerelle' : 'Poser cette passerelle'} />
      </Form>
      {posee ? (
        <>
          <Form form={essai} action={passerelleUrl()}>
            <FieldSection titre="L’essayer">
              <Field
                form={essai}
                name="numero"
                type="tel"
                label="Un mobile à vous"
                hint="Un SMS y part tout de suite, au tarif de votre passerelle ; la page dit ce qu’elle a répondu."
              />
            </FieldSection>
            <p>
              <Button geste="essayer">Envoyer un SMS d’essai</Button>
            </p>
          </Form>
          <Form form={emptyForm()} action={passerelleUrl()} classe="">
            <p>
              <Button geste="retirer">Retirer la passerelle</Button>
            </p>
          </Form>
        </>
      ) : null}
    </Section>
  </Page>
)

const formeDe = (r: Awaited<ReturnType<typeof lireReglage>>): FormOf<typeof fields> =>
  emptyForm(undefined, {
    avance: String(r.avanceMin),
    codeAuLien: r.codeAuLien ? 'on' : '',
    codeFinanceurs: [...r.codeFinanceurs],
  })
const formeDePasserelle = (p: PasserellePosee | undefined): FormOf<typeof champsPasserelle> =>
  emptyForm(undefined, {
    adresse: p?.adresse ?? '',
    format: p?.format ?? 'json',
    corps: p?.corps ?? '',
    enTete: p?.enTete ?? 'Authorization',
  })

export const reglageSignaturePages = new Hono<Env>()
  .use(reglageSignatureUrl(), exigerDroit('organisme.regler'))
  .use(passerelleUrl(), exigerDroit('organisme.regler'))
  .get(reglageSignatureUrl(), (c) =>
    pourVisiteur(c, c.get('services').db, async (tx) => {
      const effet = prendEffet(c.get('services').clock.now())
      const posee = await lirePasserelle(tx)
      return c.html(
        <Vue
          signature={formeDe(await lireReglage(tx, effet))}
          passerelle={formeDePasserelle(posee)}
          posee={posee}
          effet={formaterDate(effet)}
        />,
      )
    }),
  )
  .post(reglageSignatureUrl(), async (c) => {
    const read = await readForm(fields, c)
    return pourVisiteur(c, c.get('services').db, async (tx) => {
      const le = c.get('services').clock.now()
      if (!read.ok) {
        const posee = await lirePasserelle(tx)
        return c.html(
          <Vue
            signature={read.form}
            passerelle={formeDePasserelle(posee)}
            posee={posee}
            effet={formaterDate(prendEffet(le))}
          />,
          read.status,
        )
      }
      const { avance, codeAuLien, codeFinanceurs } = read.data
      await reglerLaSignature(tx, { avanceMin: avance, codeAuLien, codeFinanceurs }, le)
      return redirectWith(c, reglageSignatureUrl(), {
        genre: 'fait',
        fort: 'Les réglages sont gardés.',
        suite: `Ils valent à partir du ${formaterDate(prendEffet(le))}.`,
      })
    })
  })
  .post(passerelleUrl(), async (c) => {
    const geste = await readForm(rien, c)
    const read = await readForm(champsPasserelle, c)
    const { keys, clock, db } = c.get('services')
    const essai = geste.ok && geste.geste === 'essayer' ? await readForm(champsEssai, c) : undefined
    // Le réseau s’attend hors de toute transaction ; la page se remontre ensuite.
    const qui = c.get('visiteur')
    const essaye =
      essai?.ok && qui?.organisme
        ? await essayerLaPasserelle(
            c.get('services'),
            { acces: qui.acces, organisme: qui.organisme.id },
            essai.data.numero,
            creerEnvoyerSms(),
          )
        : undefined
    return pourVisiteur(c, db, async (tx, visiteur) => {
      const le = clock.now()
      if (essaye?.ok)
        return redirectWith(c, reglageSignatureUrl(), {
          genre: 'fait',
          fort: 'La passerelle a accepté le SMS.',
          suite: 'S’il n’arrive pas d’ici quelques minutes, voyez chez elle pourquoi.',
        })
      if (essai) {
        const posee = await lirePasserelle(tx)
        return c.html(
          <Vue
            signature={formeDe(await lireReglage(tx, prendEffet(le)))}
            passerelle={formeDePasserelle(posee)}
            essai={
              essaye
                ? withAlert(essai.form, { titre: 'Le SMS n’est pas parti', phrase: essaye.error.phrase })
                : essai.form
            }
            posee={posee}
            effet={formaterDate(prendEffet(le))}
          />,
          essai.ok ? 409 : essai.status,
        )
      }
      if (geste.ok && geste.geste === 'retirer') {
        await retirerLaPasserelle(tx, le)
        return redirectWith(c, reglageSignatureUrl(), {
          genre: 'fait',
          fort: 'La passerelle est retirée.',
          suite: 'Le code part par courriel.',
        })
      }
      const refuser = async (
        passerelle: FormOf<typeof champsPasserelle>,
        statut: 200 | 409 | 413 | 415 | 422,
      ) =>
        c.html(
          <Vue
            signature={formeDe(await lireReglage(tx, prendEffet(le)))}
            passerelle={passerelle}
            posee={await lirePasserelle(tx)}
            effet={formaterDate(prendEffet(le))}
          />,
          statut,
        )
      if (!read.ok) return refuser(read.form, read.status)
      const r = await reglerLaPasserelle(tx, { keys, organisme: visiteur.organisme?.id ?? '', le }, read.data)
      if (!r.ok)
        return refuser(withAlert(read.form, { titre: 'Rien n’a été gardé', phrase: r.error.phrase }), 422)
      return redirectWith(c, reglageSignatureUrl(), { genre: 'fait', fort: 'La passerelle est posée.' })
    })
  })
