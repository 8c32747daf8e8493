/** Le contrat d’une mission et l’avenant d’un prêt, sur la page de la mission : les établir, les lire, et qui doit encore signer. */
import { z } from 'zod'
import { formaterInstant } from '#kernel/zones.ts'
import { pieceUrl } from '#modules/documents/index.ts'
import { peutSuivre } from '#modules/organisme/index.ts'
import { Button, Definitions, Etat, Field, Form, Section, TextArea } from '#web/components.tsx'
import { texte } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import { precisionsProposees } from '../domain/contrat-de-mission.ts'
import { formes } from '../domain/formes/formes.ts'
import { motsDesPieces } from '../domain/formes/mots.ts'
import { type Attente, direRefusDeSigner, type Mission, seConfie } from '../domain/missions.ts'
import { missionUrl, papierDeMissionUrl } from '../liens.ts'
import { Bouton, type Revenu } from './compte-courant-vue.tsx'

const libre = () => texte({ max: 500 })
export const precisions = z.object({
  sanction: libre(),
  moyens: libre(),
  suivi: libre(),
  qualification: libre(),
  calcul: libre(),
})

const signe = (le: Date | null, par: string | null, attendu: string | null): string =>
  le
    ? `${par ? `${par}, ` : ''}le ${formaterInstant(le)}`
    : `signature attendue${attendu ? ` de ${attendu}, qui a reçu un lien` : ''}`

/** Ce que la forme demande d’écrire et que personne n’a encore dit ; une sous-traitance a ses phrases proposées. */
const Etablir = ({ m, revenu, encore }: { m: Mission; revenu: Revenu; encore: boolean }) => {
  const form = (
    revenu?.geste === 'etablir' ? revenu.form : emptyForm(undefined, { ...precisionsProposees })
  ) as FormOf<typeof precisions>
  return (
    <Form form={form} action={`${missionUrl({ mission: m.mission })}/etablir`} classe="court">
      {m.forme === 'pret' ? (
        <>
          <Field
            form={form}
            name="qualification"
            label="Qualification de la personne"
            hint="formatrice, cadre"
          />
          <TextArea form={form} name="calcul" label="Comment le coût se calcule" rows={3} />
        </>
      ) : seConfie(m) ? (
        <>
          <TextArea form={form} name="sanction" label="Sanction de la formation" rows={2} />
          <TextArea form={form} name="moyens" label="Moyens mobilisés" rows={2} />
          <TextArea form={form} name="suivi" label="Réalisation et suivi" rows={2} />
        </>
      ) : null}
      <p class="gestes-l">
        <Button genre={encore ? 'main' : 'call'}>
          {encore ? 'Établir à nouveau' : 'Établir le contrat'}
        </Button>
      </p>
    </Form>
  )
}

const Avenant = ({ m, attend }: { m: Mission; attend: readonly Attente[] }) => {
  if (m.forme !== 'pret' || m.contrat === null) return null
  const peut = attend.includes('avenant') && m.moi === 'envoie' && peutSuivre('pieces.viser')
  const papier = papierDeMissionUrl({ mission: m.mission, papier: 'avenant.pdf' })
  return (
    <>
      <h3>L’avenant au contrat de travail</h3>
      <p>
        {m.avenantSigneLe
          ? `Signé le ${formaterInstant(m.avenantSigneLe)} de la personne et de son employeur.`
          : m.avenant
            ? 'La personne et la direction ont chacune un lien pour le signer. Sans lui, la mission n’est pas ferme.'
            : `${m.envoyeur} l’établit ; la personne et sa direction le signent. Sans lui, la mission n’est pas ferme.`}
        {m.avenant ? (
          <>
            {' '}
            <a href={papier} target="_blank" rel="noopener">
              Lire l’avenant {m.avenantNumero}
            </a>
          </>
        ) : null}
      </p>
      {peut ? (
        <Bouton vers={`${missionUrl({ mission: m.mission })}/avenant`} genre={m.avenant ? 'main' : 'call'}>
          {m.avenant ? 'Établir l’avenant à nouveau' : 'Établir l’avenant'}
        </Bouton>
      ) : null}
    </>
  )
}

export const Contrat = ({
  lu: { m, attend },
  revenu,
}: {
  lu: { readonly m: Mission; readonly attend: readonly Attente[] }
  revenu: Revenu
}) => {
  const forme = formes.find((f) => f.code === m.forme)
  const aSigner = attend.includes('signature-recoit') || attend.includes('signature-envoie')
  const tient = m.moi === 'recoit' && peutSuivre('appels.tenir')
  return (
    <Section titre="Le contrat" id="contrat" sous={forme?.nom}>
      {m.contrat === null ? (
        attend.includes('contrat') && tient ? (
          <>
            <p>
              Les visas sont là. Le contrat s’écrit de ce que l’appel et la réponse disent ; relisez ce qui
              suit, puis établissez-le.
            </p>
            <Etablir m={m} revenu={revenu} encore={false} />
          </>
        ) : (
          <p>
            {attend.includes('contrat')
              ? `${m.receveur} l’établit.`
              : 'Il s’établit quand tous les visas sont là.'}{' '}
            Pièces à produire : {(forme?.pieces ?? []).map((p) => motsDesPieces[p] ?? p).join(', ')}.
          </p>
        )
      ) : (
        <>
          <details class="volet" open={aSigner}>
            <summary>Lire le contrat</summary>
            {m.contrat.split('\n').map((p) => (
              <p>{p}</p>
            ))}
          </details>
          {m.numero ? (
            <p>
              <a
                href={papierDeMissionUrl({ mission: m.mission, papier: 'contrat.pdf' })}
                target="_blank"
                rel="noopener"
              >
                Le contrat {m.numero}, figé
              </a>{' '}
              <span class="sub">PDF, nouvelle fenêtre</span>
              {m.piece && peutSuivre('engagements.lire') ? (
                <>
                  {' '}
                  <a href={pieceUrl({ piece: m.piece })}>Ses envois et ses preuves</a>
                </>
              ) : null}
            </p>
          ) : null}
          <Definitions
            lignes={[
              [m.receveur, signe(m.signeRecoitLe, m.signeRecoitPar, m.signataireRecoit)],
              [m.envoyeur, signe(m.signeEnvoieLe, m.signeEnvoiePar, m.signataireEnvoie)],
            ]}
          />
          {(m.refus ?? []).map((r) => (
            <p>
              <Etat etat="manquant" mot="refusé" /> {direRefusDeSigner(r)}
            </p>
          ))}
          <Avenant m={m} attend={attend} />
          {aSigner && tient && !m.signeRecoitLe && !m.signeEnvoieLe ? (
            <details class="volet" open={revenu?.geste === 'etablir'}>
              <summary>Le corriger avant toute signature</summary>
              <p>Un nouveau contrat le remplace ; les liens déjà partis ne valent plus.</p>
              <Etablir m={m} revenu={revenu} encore={true} />
            </details>
          ) : null}
        </>
      )}
    </Section>
  )
}
