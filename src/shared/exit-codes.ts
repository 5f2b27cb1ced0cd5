/** What a run tells the shell. */
export const exitCodes = {
  fine: 0,
  gateFailed: 1,
  wrongUse: 2,
  tooLittle: 3,
  invalid: 4,
  interrupted: 130,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
