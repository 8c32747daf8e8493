import { formaterDate } from '#kernel/dates.ts'
import { jourLocal } from '#kernel/zones.ts'
import { Button, Etat, Field, Form } from '#web/components.tsx'
import { fieldValue } from '#web/form.ts'
import { articleDuDebut, direDebutDansLeDelai } from '../domain/debut-anticipe.ts'
import { articleDEnvoi } from '../domain/retractation.ts'
import { debutDuDossier } from '../gestes/anticiper-debut.ts'
import { delaiDe, retractationDe } from '../lecture/retractation-de.ts'
import { dossierUrl } from '../liens.ts'
import { Quoi, type Vu } from './dossier-gens.vue.tsx'

/** L’action commence dans le délai : la demande expresse faite, ou celle qui manque et se note. */
export const DebutDansLeDelai = ({ form, session, d, maintenant, peut }: Vu) => {
  if (d.debutAnticipeLe)
    return (
      <p class="sub">
        {`À sa demande expresse du ${formaterDate(jourLocal(d.debutAnticipeLe, session.zone))}, l’action peut commencer avant la fin du délai (${articleDuDebut(delaiDe(d).jours)}).`}
      </p>
    )
  const debut = debutDuDossier(d, session, maintenant)
  if (!debut) return null
  const ici = fieldValue(form, 'quoi') === 'anticiper'
  return (
    <>
      <p>
        <Etat etat="partiel" mot="début dans le délai" />
        {` : ${direDebutDansLeDelai(debut)}`}
      </p>
      {peut && debut.signe ? (
        <details class="suite-f" open={ici}>
          <summary>Noter sa demande de commencer</summary>
          <Form
            form={ici ? form : { ...form, errors: new Map() }}
            action={dossierUrl({ session: session.id, dossier: d.id })}
            classe="formulaire suite-f"
          >
            <Quoi quoi="anticiper" />
            <div class="champs">
              <Field
                form={form}
                name="jour"
                label="Demandé par écrit le"
                hint="La demande se garde au dossier ; elle précède le premier jour."
              />
            </div>
            <p>
              <Button>Noter la demande</Button>
            </p>
          </Form>
        </details>
      ) : null}
    </>
  )
}

/** Le délai d’un dossier signé, et la rétractation : jugée au jour de son envoi, elle se note encore une fois le délai passé. */
export const DelaiSigne = (vu: Vu) => {
  const { form, session, d, maintenant, peut } = vu
  const fin = retractationDe(d, session)
  if (d.retracteLe)
    return (
      <p>
        <Etat etat="manquant" mot={`rétracté le ${formaterDate(jourLocal(d.retracteLe, session.zone))}`} />
      </p>
    )
  if (!fin) return null
  const court = maintenant < fin.finLe
  const article = articleDEnvoi(delaiDe(d).jours)
  const ici = fieldValue(form, 'quoi') === 'retracter'
  const formulaire = (
    <Form
      form={ici ? form : { ...form, errors: new Map() }}
      action={dossierUrl({ session: session.id, dossier: d.id })}
      classe="formulaire suite-f"
    >
      <Quoi quoi="retracter" />
      <div class="champs">
        <Field
          form={form}
          name="envoyeeLe"
          label="Envoyée le"
          hint={
            court
              ? `La date de l’envoi compte${article}. Vide : aujourd’hui.`
              : `La date de l’envoi compte, et non celle où on la lit${article}.`
          }
        />
        <Field form={form} name="motif" label="Comment la rétractation est arrivée" span={3} />
      </div>
      <p>
        <Button genre="grave">Noter la rétractation</Button>
      </p>
    </Form>
  )
  return (
    <>
      <p>
        {court
          ? `Le délai de rétractation court jusqu’au ${formaterDate(fin.dernierJour, 'complet')} à minuit. `
          : `Le délai de rétractation a fini le ${formaterDate(fin.dernierJour)}. `}
        {`Rien n’est dû avant le ${formaterDate(fin.exigibleDes)} (C. trav., art. L6353-6).`}
      </p>
      <DebutDansLeDelai {...vu} />
      {!peut ? null : court ? (
        formulaire
      ) : (
        <details class="suite-f" open={ici}>
          <summary>{`Noter une rétractation, si elle fut envoyée avant le ${formaterDate(fin.exigibleDes)}`}</summary>
          {formulaire}
        </details>
      )}
    </>
  )
}
